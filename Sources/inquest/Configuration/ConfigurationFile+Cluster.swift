import Core
import Foundation
import Gateway

extension ConfigurationFile {
    static let clusterKind = "kubernetes"
    /// How a source of that kind is reached when not by `url`.
    static let clusterKeys: Set<String> = ["kubeconfig", "context", "allowExec", "inCluster"]

    /// What `kubeconfig` or `inCluster` says of a source; `nil` when it has neither.
    func cluster(
        _ kind: String, _ element: YAMLReader, _ member: (String) -> YAMLReader?
    ) throws(Problem) -> Kubeconfig.Resolution? {
        guard kind == ConfigurationFile.clusterKind else { return nil }
        let isInside = try member("inCluster")?.bool() ?? false
        let ways = [member("url") != nil, member("kubeconfig") != nil, isInside].count { $0 }
        guard ways <= 1 else { throw element.problem("give one of 'url', 'kubeconfig' and 'inCluster'") }
        guard let file = member("kubeconfig") else {
            for name in ["context", "allowExec"] {
                if let stray = member(name) { throw stray.problem("belongs to 'kubeconfig', which is not given") }
            }
            return isInside ? try inCluster(element) : nil
        }
        let path = absolute(try file.string())
        guard let data = FileManager.default.contents(atPath: path) else { throw file.problem("'\(path)' cannot be read") }
        let context = try member("context")?.string()
        let allowExec = try member("allowExec")?.bool() ?? false
        do throws(KubeconfigError) {
            return try Kubeconfig(text: String(decoding: data, as: UTF8.self), path: path)
                .resolve(context: context, allowExec: allowExec)
        } catch {
            throw file.problem("\(error)")
        }
    }

    private func inCluster(_ element: YAMLReader) throws(Problem) -> Kubeconfig.Resolution {
        do throws(KubeconfigError) {
            return try InClusterAccount.resolve(environment: ProcessInfo.processInfo.environment) { path in
                FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
            }
        } catch {
            throw element.problem("\(error)")
        }
    }
}
