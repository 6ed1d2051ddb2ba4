import Core
import Yams

/// What is wrong with a kubeconfig, where, and what to do.
public struct KubeconfigError: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String
    init(_ description: String) { self.description = description }
}

/// A kubeconfig file (kubernetes.io/docs/reference/config-api/kubeconfig.v1): clusters, users, and contexts that pair them.
///
/// What would weaken TLS or cannot be kept is an error and not passed over: `insecure-skip-tls-verify`, `tls-server-name`,
/// `auth-provider`, impersonation, and `exec` where the configuration does not allow programs.
public struct Kubeconfig {
    let path: String
    private let root: Node

    /// - Parameter path: where the text comes from; relative paths in it are relative to this file.
    public init(text: String, path: String) throws(KubeconfigError) {
        let node: Node?
        do { node = try Yams.compose(yaml: text) } catch {
            throw KubeconfigError("\(path) is not valid YAML")
        }
        guard let node, node.mapping != nil else { throw KubeconfigError("\(path) is no kubeconfig: expected a mapping") }
        root = node
        self.path = path
    }

    /// A context as an endpoint needs it.
    public struct Resolution: Sendable, Hashable {
        public var server: Origin
        public var namespace: String?
        /// A file with the authorities, or their PEM text.
        public var certificateAuthority: String?
        public var certificateAuthorityText: String?
        public var credential: CredentialReference = .none
        public var clientCertificate: Endpoint.ClientCertificate?
        public var proxy: Origin?

        /// Puts it into an endpoint. What the configuration gave itself stays.
        public func apply(to endpoint: inout Endpoint) {
            if endpoint.certificateAuthority == nil {
                endpoint.certificateAuthority = certificateAuthority
                endpoint.certificateAuthorityText = certificateAuthorityText
            }
            if endpoint.credential == .none { endpoint.credential = credential }
            if endpoint.clientCertificate == nil { endpoint.clientCertificate = clientCertificate }
            if endpoint.proxy == nil { endpoint.proxy = proxy }
        }
    }

    /// The context of that name, or the current one.
    public func resolve(context name: String? = nil, allowExec: Bool = false) throws(KubeconfigError) -> Resolution {
        let chosen = name ?? text(root, "current-context") ?? ""
        guard !chosen.isEmpty else { throw problem("has no current-context; name one with 'context'") }
        let context = try entry("contexts", chosen, "context")
        let clusterName = text(context, "cluster") ?? ""
        let cluster = try entry("clusters", clusterName, "cluster")
        let what = "cluster '\(clusterName)'"
        guard let server = text(cluster, "server").flatMap(Origin.init) else {
            throw problem("\(what) has no 'server' that is an http or https address")
        }
        if bool(cluster, "insecure-skip-tls-verify") {
            throw problem("\(what) sets insecure-skip-tls-verify, which is refused: give its certificate-authority instead")
        }
        if text(cluster, "tls-server-name") != nil { throw problem("\(what) sets tls-server-name, which is not supported") }
        var resolution = Resolution(server: server, namespace: text(context, "namespace"))
        if let data = text(cluster, "certificate-authority-data") {
            resolution.certificateAuthorityText = String(decoding: try decoded(data, what), as: UTF8.self)
        } else {
            resolution.certificateAuthority = text(cluster, "certificate-authority").map(absolute)
        }
        if let proxy = text(cluster, "proxy-url") {
            guard let origin = Origin(proxy), origin.scheme == .http else {
                throw problem("\(what): 'proxy-url' is no http://host:port")
            }
            resolution.proxy = origin
        }
        guard let userName = text(context, "user"), !userName.isEmpty else { return resolution }
        let reference = KubeconfigUser(path: path, user: userName, allowsExec: allowExec)
        if try credential(of: reference) != nil {
            guard server.scheme == .https else {
                throw problem("\(what) has an http address; a credential is sent over TLS only")
            }
            resolution.credential = .kubeconfig(reference)
        }
        if try clientCertificate(of: userName) != nil {
            resolution.clientCertificate = Endpoint.ClientCertificate(certificate: path, key: path, kubeconfigUser: userName)
        }
        return resolution
    }

    // MARK: Users

    enum Credential: Sendable {
        case token(String)
        case tokenFile(String)
        case basic(user: String, password: String)
        case program(CredentialCommand)
    }

    /// How a user authenticates beside a client certificate; `nil` when with nothing else.
    func credential(of reference: KubeconfigUser) throws(KubeconfigError) -> Credential? {
        let user = try entry("users", reference.user, "user")
        let what = "user '\(reference.user)'"
        for refused in ["auth-provider", "as", "as-uid", "as-groups", "as-user-extra"] where member(user, refused) != nil {
            let hint = refused == "auth-provider" ? "; use a token, a client certificate or an exec plugin" : ""
            throw problem("\(what) has '\(refused)', which is not supported\(hint)")
        }
        // A token file is read before a token, as kubectl does.
        if let file = text(user, "tokenFile") { return .tokenFile(absolute(file)) }
        if let token = text(user, "token") { return .token(token) }
        if let exec = member(user, "exec") {
            guard reference.allowsExec else {
                throw problem("\(what) runs a program for its credential; set 'allowExec: true' on the source if it may")
            }
            return .program(try command(exec, what))
        }
        if let name = text(user, "username"), let password = text(user, "password") {
            return .basic(user: name, password: password)
        }
        return nil
    }

    private func command(_ exec: Node, _ what: String) throws(KubeconfigError) -> CredentialCommand {
        guard let program = text(exec, "command") else { throw problem("\(what): 'exec' has no 'command'") }
        let version = text(exec, "apiVersion") ?? ""
        guard ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"].contains(version) else {
            throw problem("\(what): 'exec' has an apiVersion other than client.authentication.k8s.io/v1 and v1beta1")
        }
        guard text(exec, "interactiveMode") != "Always" else { throw problem("\(what): its program wants a terminal") }
        guard !bool(exec, "provideClusterInfo") else { throw problem("\(what): 'provideClusterInfo' is not supported") }
        let arguments = (member(exec, "args")?.sequence.map(Array.init) ?? []).compactMap { $0.scalar?.string }
        let environment = (member(exec, "env")?.sequence.map(Array.init) ?? []).compactMap { node in
            text(node, "name").map { CredentialCommand.Variable(name: $0, value: text(node, "value") ?? "") }
        }
        return CredentialCommand(
            program: program.contains("/") ? absolute(program) : program, arguments: arguments, environment: environment,
            apiVersion: version)
    }

    /// A PEM file, or what the kubeconfig holds of one.
    public enum PEM: Sendable, Hashable {
        case file(String)
        case bytes([UInt8])
    }

    /// A user's client certificate and key; `nil` when it has none.
    public func clientCertificate(of name: String) throws(KubeconfigError) -> (certificate: PEM, key: PEM)? {
        let user = try entry("users", name, "user")
        let what = "user '\(name)'"
        switch (try pem(user, "client-certificate", what), try pem(user, "client-key", what)) {
        case (nil, nil): return nil
        case (let certificate?, let key?): return (certificate, key)
        default: throw problem("\(what) has one of 'client-certificate' and 'client-key' without the other")
        }
    }

    private func pem(_ user: Node, _ name: String, _ what: String) throws(KubeconfigError) -> PEM? {
        if let data = text(user, name + "-data") { return .bytes(try decoded(data, what)) }
        return text(user, name).map { .file(absolute($0)) }
    }

    // MARK: Reading

    private func entry(_ list: String, _ name: String, _ word: String) throws(KubeconfigError) -> Node {
        for element in member(root, list)?.sequence.map(Array.init) ?? [] where text(element, "name") == name {
            return member(element, word) ?? Node.mapping([:])
        }
        throw problem("has no \(word) '\(printable(name))'")
    }

    private func member(_ node: Node, _ name: String) -> Node? {
        guard let found = node.mapping?.first(where: { $0.key.scalar?.string == name })?.value, found.null == nil else {
            return nil
        }
        return found
    }

    private func text(_ node: Node, _ name: String) -> String? {
        member(node, name)?.scalar.map(\.string).flatMap { $0.isEmpty ? nil : $0 }
    }

    private func bool(_ node: Node, _ name: String) -> Bool { member(node, name)?.bool == true }

    private func decoded(_ text: String, _ what: String) throws(KubeconfigError) -> [UInt8] {
        guard let bytes = Base64.decode(String(text.filter { !$0.isWhitespace })) else {
            throw problem("\(what) has data that is not Base64")
        }
        return bytes
    }

    private func printable(_ text: String) -> String {
        String(text.prefix(80).map { $0.unicodeScalars.contains(where: \.isUnprintable) ? " " : $0 })
    }

    private func absolute(_ file: String) -> String {
        guard !file.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return file }
        return path[...slash] + file
    }

    private func problem(_ reason: String) -> KubeconfigError { KubeconfigError("\(path): \(reason)") }
}
