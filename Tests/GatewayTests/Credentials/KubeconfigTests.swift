import Core
import Gateway
import Testing

@Suite("A kubeconfig")
struct KubeconfigTests {
    static func text(user: String, cluster: String = "", server: String = "https://k8s.example:6443") -> String {
        """
        apiVersion: v1
        kind: Config
        current-context: shop
        clusters:
          - name: main
            cluster: { server: "\(server)", certificate-authority: pki/ca.crt\(cluster) }
        contexts:
          - { name: shop, context: { cluster: main, user: viewer, namespace: shop } }
          - { name: other, context: { cluster: main, user: nobody } }
        users:
          - name: viewer
            user: \(user)
        """
    }

    static func resolve(
        _ user: String, cluster: String = "", server: String = "https://k8s.example:6443", context: String? = nil,
        allowExec: Bool = false
    ) throws(KubeconfigError) -> Kubeconfig.Resolution {
        try Kubeconfig(text: text(user: user, cluster: cluster, server: server), path: "/home/i/.kube/config")
            .resolve(context: context, allowExec: allowExec)
    }

    @Test("the current context gives origin, authority, namespace and a reference to the credential")
    func current() throws {
        let found = try Self.resolve("{ token: abc }")
        #expect(found.server.description == "https://k8s.example:6443")
        #expect(found.certificateAuthority == "/home/i/.kube/pki/ca.crt" && found.namespace == "shop")
        #expect(found.credential == .kubeconfig(KubeconfigUser(path: "/home/i/.kube/config", user: "viewer")))
        #expect(found.clientCertificate == nil)
        // The token is not part of what is kept with the configuration.
        #expect(!"\(found)".contains("abc"))
    }

    @Test("a client certificate is a reference too, and data is not copied")
    func certificate() throws {
        let found = try Self.resolve("{ client-certificate-data: Y2VydA==, client-key: viewer.key }")
        #expect(found.credential == .none)
        #expect(found.clientCertificate?.kubeconfigUser == "viewer")
        let config = try Kubeconfig(
            text: Self.text(user: "{ client-certificate-data: Y2VydA==, client-key: viewer.key }"), path: "/k/config")
        let pair = try config.clientCertificate(of: "viewer")
        #expect(pair?.certificate == .bytes(Array("cert".utf8)) && pair?.key == .file("/k/viewer.key"))
    }

    @Test(
        "what weakens TLS, runs programs unasked or is not supported is refused by name",
        arguments: [
            ("{ token: a }", ", insecure-skip-tls-verify: true", "insecure-skip-tls-verify"),
            ("{ token: a }", ", tls-server-name: x", "tls-server-name"),
            ("{ auth-provider: { name: gcp } }", "", "auth-provider"), ("{ token: a, as: admin }", "", "'as'"),
            ("{ client-certificate: a.pem }", "", "without the other"),
            ("{ client-certificate-data: '*', client-key: k }", "", "not Base64"),
            ("{ exec: { command: aws, apiVersion: client.authentication.k8s.io/v1 } }", "", "allowExec"),
        ])
    func refused(user: String, cluster: String, words: String) {
        let error = #expect(throws: KubeconfigError.self) { try Self.resolve(user, cluster: cluster) }
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        #expect(error?.description.hasPrefix("/home/i/.kube/config: ") == true)
    }

    @Test("contexts, users and texts that are not there are named")
    func missing() {
        for (context, words) in [("none", "no context 'none'"), ("other", "no user 'nobody'")] {
            let error = #expect(throws: KubeconfigError.self) { try Self.resolve("{ token: a }", context: context) }
            #expect(error?.description.contains(words) == true)
        }
        #expect(throws: KubeconfigError.self) { try Self.resolve("{ token: a }", server: "http://k8s.example") }
        for text in ["", "[]", "a: [", "current-context: x"] {
            #expect(throws: KubeconfigError.self) { try Kubeconfig(text: text, path: "/k").resolve() }
        }
    }

    @Test("an exec program is resolved only where it is allowed, and not with a terminal or cluster information")
    func exec() throws {
        let exec = "command: ./get-token, args: [a, b], apiVersion: client.authentication.k8s.io/v1"
        let found = try Self.resolve("{ exec: { \(exec) } }", allowExec: true)
        #expect(found.credential == .kubeconfig(KubeconfigUser(path: "/home/i/.kube/config", user: "viewer", allowsExec: true)))
        for more in ["interactiveMode: Always", "provideClusterInfo: true"] {
            #expect(throws: KubeconfigError.self) { try Self.resolve("{ exec: { \(exec), \(more) } }", allowExec: true) }
        }
    }

    @Test("a pod's account is its token's file, its authority and its namespace")
    func inCluster() throws {
        let files = ["/sa/token": "t", "/sa/ca.crt": "pem", "/sa/namespace": "inquest\n"]
        let environment = ["KUBERNETES_SERVICE_HOST": "fd00::1", "KUBERNETES_SERVICE_PORT": "6443"]
        let found = try InClusterAccount.resolve(environment: environment, directory: "/sa") { files[$0] }
        #expect(found.server.description == "https://[fd00::1]:6443" && found.namespace == "inquest")
        #expect(found.credential == .token(.file("/sa/token")) && found.certificateAuthority == "/sa/ca.crt")
        #expect(throws: KubeconfigError.self) { try InClusterAccount.resolve(environment: [:], directory: "/sa") { files[$0] } }
        #expect(throws: KubeconfigError.self) {
            try InClusterAccount.resolve(environment: environment, directory: "/none") { files[$0] }
        }
    }
}
