import Core

/// The API of the cluster that a pod runs in, with the pod's service account
/// (kubernetes.io/docs/tasks/run-application/access-api-from-pod).
public enum InClusterAccount {
    /// Where the kubelet puts `token`, `ca.crt` and `namespace`. The token is replaced before it expires, and read for each
    /// call.
    public static let directory = "/var/run/secrets/kubernetes.io/serviceaccount"

    /// - Parameters:
    ///   - environment: `KUBERNETES_SERVICE_HOST` and `KUBERNETES_SERVICE_PORT`.
    ///   - read: the text of a file, `nil` when it cannot be read.
    public static func resolve(
        environment: [String: String], directory: String = InClusterAccount.directory, read: (String) -> String?
    ) throws(KubeconfigError) -> Kubeconfig.Resolution {
        guard let host = environment["KUBERNETES_SERVICE_HOST"], !host.isEmpty else {
            throw KubeconfigError("this is no pod of a cluster: KUBERNETES_SERVICE_HOST is not set")
        }
        let port = environment["KUBERNETES_SERVICE_PORT"] ?? "443"
        guard let server = Origin("https://\(host.contains(":") ? "[\(host)]" : host):\(port)") else {
            throw KubeconfigError("KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT make no address")
        }
        guard read(directory + "/token") != nil else {
            throw KubeconfigError("the pod's service account has no token: \(directory)/token cannot be read")
        }
        guard read(directory + "/ca.crt") != nil else { throw KubeconfigError("\(directory)/ca.crt cannot be read") }
        let namespace = read(directory + "/namespace").map { $0.filter { !$0.isWhitespace } }
        var resolution = Kubeconfig.Resolution(server: server, namespace: namespace.flatMap { $0.isEmpty ? nil : $0 })
        resolution.certificateAuthority = directory + "/ca.crt"
        resolution.credential = .token(.file(directory + "/token"))
        return resolution
    }
}
