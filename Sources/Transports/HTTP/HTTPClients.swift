import AsyncHTTPClient
import Core
import Gateway
import NIOCore
import NIOSSL

/// The clients in use: one for each way of trusting, identifying and tunnelling, shared by the sources that have it in common.
actor HTTPClients {
    private struct Key: Hashable {
        var certificateAuthority: String?
        var certificateAuthorityText: String?
        var clientCertificate: Endpoint.ClientCertificate?
        var proxy: Origin?
    }

    /// Seconds in which a connection must be made.
    static let connectSeconds = 10

    private var clients: [Key: HTTPClient] = [:]
    private var isShutDown = false

    deinit {
        // A client must be shut down before it goes; this keeps it until it is.
        for client in clients.values { client.shutdown { _ in } }
    }

    /// The client for an endpoint. Certificates are read when it is made.
    func client(for endpoint: Endpoint) throws(Failure) -> HTTPClient {
        guard !isShutDown else { throw Failure(.interrupted, "the HTTP transport was shut down") }
        let key = Key(
            certificateAuthority: endpoint.certificateAuthority,
            certificateAuthorityText: endpoint.certificateAuthorityText, clientCertificate: endpoint.clientCertificate,
            proxy: endpoint.proxy)
        if let client = clients[key] { return client }
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: try HTTPClients.configuration(for: endpoint))
        clients[key] = client
        return client
    }

    func shutdown() async {
        isShutDown = true
        let all = clients.values
        clients = [:]
        for client in all { try? await client.shutdown() }
    }

    private static func configuration(for endpoint: Endpoint) throws(Failure) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: try tls(for: endpoint), redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(Int64(connectSeconds))), decompression: .disabled)
        configuration.httpVersion = .http1Only
        configuration.tracing.tracer = nil
        configuration.connectionPool.idleTimeout = .seconds(15)
        // The gateway limits the calls at a time; the pool must not limit them again.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 256
        configuration.connectionPool.retryConnectionEstablishment = false
        if let proxy = endpoint.proxy {
            let host = proxy.host.hasPrefix("[") ? String(proxy.host.dropFirst().dropLast()) : proxy.host
            configuration.proxy = .server(host: host, port: proxy.port)
        }
        return configuration
    }

    private static func tls(for endpoint: Endpoint) throws(Failure) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let path = endpoint.certificateAuthority {
            configuration.trustRoots = .certificates(try certificates(path, "the certificate authority's file"))
        }
        if endpoint.certificateAuthority == nil, let text = endpoint.certificateAuthorityText {
            configuration.trustRoots = .certificates(
                try certificates(Array(text.utf8), "the certificate authority of \(endpoint.name)"))
        }
        if let client = endpoint.clientCertificate {
            let (chain, key) = try material(of: client)
            configuration.certificateChain = chain.map { .certificate($0) }
            configuration.privateKey = .privateKey(key)
        }
        return configuration
    }

    /// A client certificate's chain and key, from two files or from a kubeconfig.
    private static func material(
        of client: Endpoint.ClientCertificate
    ) throws(Failure) -> (chain: [NIOSSLCertificate], key: NIOSSLPrivateKey) {
        var pair = (certificate: Kubeconfig.PEM.file(client.certificate), key: Kubeconfig.PEM.file(client.key))
        var place = ""
        if let user = client.kubeconfigUser {
            let text = String(decoding: try readable(client.certificate, "the kubeconfig"), as: UTF8.self)
            let found: (certificate: Kubeconfig.PEM, key: Kubeconfig.PEM)?
            do throws(KubeconfigError) {
                found = try Kubeconfig(text: text, path: client.certificate).clientCertificate(of: user)
            } catch {
                throw Failure(.unreachable, "\(error)")
            }
            guard let found else {
                throw Failure(.unreachable, "user '\(user)' in \(client.certificate) has no client certificate any more")
            }
            pair = found
            place = " of user '\(user)' in \(client.certificate)"
        }
        let chain: [NIOSSLCertificate]
        switch pair.certificate {
        case .file(let path): chain = try certificates(path, "the client certificate's file")
        case .bytes(let bytes): chain = try certificates(bytes, "the client certificate\(place)")
        }
        let key: (bytes: [UInt8], what: String)
        switch pair.key {
        case .file(let path): key = (try readable(path, "the client key's file"), "the client key's file \(path)")
        case .bytes(let bytes): key = (bytes, "the client key\(place)")
        }
        do { return (chain, try NIOSSLPrivateKey(bytes: key.bytes, format: .pem)) } catch {
            throw Failure(.unreachable, "\(key.what) holds no PEM key that can be read")
        }
    }

    private static func certificates(_ path: String, _ what: String) throws(Failure) -> [NIOSSLCertificate] {
        try certificates(try readable(path, what), "\(what) \(path)")
    }

    private static func certificates(_ bytes: [UInt8], _ what: String) throws(Failure) -> [NIOSSLCertificate] {
        do {
            let certificates = try NIOSSLCertificate.fromPEMBytes(bytes)
            if !certificates.isEmpty { return certificates }
        } catch {
            throw Failure(.unreachable, "\(what) holds no PEM certificate that can be read")
        }
        throw Failure(.unreachable, "\(what) holds no PEM certificate")
    }

    private static func readable(_ path: String, _ what: String) throws(Failure) -> [UInt8] {
        switch Platform.content(of: path, limit: 4 << 20) {
        case .success(let bytes): return bytes
        case .failure(let reason): throw Failure(.unreachable, "\(what) \(path) cannot be read: \(reason.text)")
        }
    }
}
