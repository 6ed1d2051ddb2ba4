import AsyncHTTPClient
import Core
import Gateway
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Says in a sentence why an exchange failed. Names the host and never quotes the request's address, which may hold a
/// credential, nor its headers.
enum HTTPFailure {
    static func failure(for error: any Error, endpoint: Endpoint) -> Failure {
        let target = Target(endpoint)
        return switch error {
        case let error as HTTPClientError: failure(for: error, target)
        case let error as NIOConnectionError: failure(for: error, target)
        case is SocketAddressError.UnknownHost: Failure(.unreachable, "the name \(target.dialled) was not found")
        case let error as IOError: failure(code: error.errnoCode, target)
        case let error as ChannelError: failure(for: error, target)
        case let error as NIOSSLError: failure(for: error, target)
        case let error as BoringSSLError: tls("\(error)", target)
        case is NIOSSLExtraError: certificate("it was issued for another name than \(target.host)")
        case let error as HTTPParserError: Failure(.broken, "the answer of \(target.host) is not valid HTTP (\(error))")
        default:
            // The type alone: what is not known here might quote the request.
            Failure(.broken, "the exchange with \(target.host) failed (\(type(of: error)))")
        }
    }

    private struct Target {
        /// The source.
        let host: String
        /// What was connected to: the source, or the proxy.
        let dialled: String
        let authorities: String

        init(_ endpoint: Endpoint) {
            if case .origin(let origin) = endpoint.location { host = origin.authority } else { host = endpoint.name.text }
            dialled = endpoint.proxy.map { "proxy \($0.authority)" } ?? host
            let own = endpoint.certificateAuthorityText == nil ? "this system's list" : "the kubeconfig"
            authorities = endpoint.certificateAuthority ?? own
        }
    }

    private static func failure(for error: HTTPClientError, _ target: Target) -> Failure {
        switch error {
        case .connectTimeout: unconnected(target)
        case .tlsHandshakeTimeout: Failure(.unreachable, "\(target.host) did not finish the TLS handshake in time")
        case .httpProxyHandshakeTimeout: Failure(.unreachable, "the \(target.dialled) did not answer in time")
        case .invalidProxyResponse: Failure(.unreachable, "the \(target.dialled) refused to connect to \(target.host)")
        case .proxyAuthenticationRequired: Failure(.unreachable, "the \(target.dialled) asks for a user name and password")
        case .invalidURL, .emptyHost, .emptyScheme: Failure(.refused, "the request's address is not valid")
        case .remoteConnectionClosed: Failure(.broken, "\(target.host) closed the connection before the answer was whole")
        case .uncleanShutdown: Failure(.broken, "\(target.host) ended TLS without saying that the answer was whole")
        case .readTimeout, .writeTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout:
            Failure(.timedOut, "no answer from \(target.host) in time")
        case .alreadyShutdown, .cancelled: Failure(.interrupted, "the run was stopped while the call was under way")
        default:
            error.shortDescription.hasPrefix("Invalid header field")
                ? Failure(.refused, "a header of the request has characters that HTTP does not allow")
                : Failure(.broken, "the exchange with \(target.host) failed: \(error.shortDescription)")
        }
    }

    private static func failure(for error: NIOConnectionError, _ target: Target) -> Failure {
        for case let failure as IOError in error.connectionErrors.map(\.error) {
            return self.failure(code: failure.errnoCode, target)
        }
        for case let failure as ChannelError in error.connectionErrors.map(\.error) {
            return self.failure(for: failure, target)
        }
        if error.dnsAError != nil || error.dnsAAAAError != nil {
            return Failure(.unreachable, "the name \(error.host) was not found")
        }
        return Failure(.unreachable, "no connection to \(target.dialled) could be made")
    }

    private static func failure(for error: ChannelError, _ target: Target) -> Failure {
        switch error {
        case .connectTimeout: unconnected(target)
        default: Failure(.broken, "the connection to \(target.dialled) broke")
        }
    }

    private static func unconnected(_ target: Target) -> Failure {
        Failure(.unreachable, "no connection to \(target.dialled) within \(HTTPClients.connectSeconds) s")
    }

    private static func failure(code: Int32, _ target: Target) -> Failure {
        switch code {
        case ECONNREFUSED: Failure(.unreachable, "connection refused by \(target.dialled)")
        case ECONNRESET, EPIPE: Failure(.broken, "\(target.dialled) reset the connection")
        case ETIMEDOUT: Failure(.unreachable, "no connection to \(target.dialled): \(Platform.message(code))")
        default: Failure(.unreachable, "no connection to \(target.dialled): \(Platform.message(code))")
        }
    }

    private static func failure(for error: NIOSSLError, _ target: Target) -> Failure {
        switch error {
        case .handshakeFailed(let reason): tls("\(reason)", target)
        case .uncleanShutdown: Failure(.broken, "\(target.host) ended TLS without saying that the answer was whole")
        case .noSuchFilesystemObject, .failedToLoadCertificate, .failedToLoadPrivateKey:
            Failure(.unreachable, "a certificate or key for \(target.host) could not be loaded")
        case .noCertificateToValidate, .unableToValidateCertificate:
            certificate("\(target.host) gave none that could be checked")
        default: Failure(.broken, "TLS with \(target.host) failed")
        }
    }

    /// BoringSSL's errors read `… error:1000007d:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED at …`.
    private static func tls(_ text: String, _ target: Target) -> Failure {
        let reasons = text.split(separator: "OPENSSL_internal:").dropFirst().map { part in
            String(part.prefix { $0.isUppercase || $0.isNumber || $0 == "_" })
        }
        let reason = reasons.first { !$0.isEmpty } ?? ""
        switch reason {
        case "CERTIFICATE_VERIFY_FAILED":
            return certificate("it is out of date, or not signed by an authority in \(target.authorities)")
        case let alert where alert.hasSuffix("CERTIFICATE_REQUIRED") || alert.hasSuffix("ALERT_HANDSHAKE_FAILURE"):
            return Failure(.unreachable, "\(target.host) refused the TLS handshake; it may ask for a client certificate")
        case let alert where alert.contains("ALERT") && (alert.contains("CERTIFICATE") || alert.hasSuffix("UNKNOWN_CA")):
            return Failure(.unreachable, "\(target.host) does not accept the client certificate (\(words(alert)))")
        case "WRONG_VERSION_NUMBER", "HTTP_REQUEST":
            return Failure(.unreachable, "\(target.host) does not speak TLS there (an http address may be meant)")
        case "KEY_VALUES_MISMATCH": return Failure(.unreachable, "the client certificate and key do not belong together")
        case "": return Failure(.unreachable, "the TLS handshake with \(target.host) broke off")
        default: return Failure(.unreachable, "the TLS handshake with \(target.host) failed: \(words(reason))")
        }
    }

    private static func words(_ reason: String) -> String { reason.lowercased().replacing("_", with: " ") }

    private static func certificate(_ reason: String) -> Failure {
        Failure(.unreachable, "the certificate is not trusted: \(reason)")
    }
}
