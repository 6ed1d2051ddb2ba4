import Foundation

/// A series of the Turing Change Point Dataset (TCPD), with the places that each annotator marked.
struct MarkedSeries {
    var name: String
    var values: [Double]
    var marks: [[Int]]

    private struct File: Decodable {
        struct Series: Decodable { var raw: [Double?] }
        var name: String
        var n_dim: Int
        var series: [Series]
    }

    /// The univariate series without gaps, by name.
    static func all(in folder: URL) throws -> [MarkedSeries] {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        let annotations = try decoder.decode(
            [String: [String: [Int]]].self, from: Data(contentsOf: folder.appending(path: "annotations.json")))
        let datasets = folder.appending(path: "datasets")
        return try FileManager.default.contentsOfDirectory(atPath: datasets.path).sorted().compactMap { name in
            let path = datasets.appending(path: "\(name)/\(name).json")
            let file = try decoder.decode(File.self, from: Data(contentsOf: path))
            guard file.n_dim == 1, let raw = file.series.first?.raw, let marks = annotations[file.name] else { return nil }
            let values = raw.compactMap { $0 }
            guard values.count == raw.count else { return nil }
            return MarkedSeries(
                name: file.name, values: values, marks: marks.sorted { $0.key < $1.key }.map(\.value))
        }
    }

    /// F1 with a margin of 5, as van den Burg and Williams (2020, section 4.2) define it: precision over the union of all
    /// annotators' marks, recall averaged over the annotators, the start of the series being a mark and an answer always.
    func f1(_ answers: [Int]) -> Double {
        let answers = Set(answers + [0])
        let sets = marks.map { Set($0 + [0]) }
        let union = sets.reduce(into: Set<Int>()) { $0.formUnion($1) }
        let precision = Double(MarkedSeries.hits(union, answers)) / Double(answers.count)
        let recall = sets.map { Double(MarkedSeries.hits($0, answers)) / Double($0.count) }.reduce(0, +) / Double(sets.count)
        return 2 * precision * recall / (precision + recall)
    }

    /// Marks with an answer of their own within the margin.
    private static func hits(_ marks: Set<Int>, _ answers: Set<Int>) -> Int {
        var free = answers
        var hits = 0
        for mark in marks.sorted() {
            let near = free.filter { abs($0 - mark) <= 5 }.min { (abs($0 - mark), $0) < (abs($1 - mark), $1) }
            guard let near else { continue }
            free.remove(near)
            hits += 1
        }
        return hits
    }

    /// The share of each annotator's stretches that the best of the answered stretches covers (Jaccard), weighted by length and
    /// averaged over the annotators.
    func covering(_ answers: [Int]) -> Double {
        let answered = stretches(answers)
        let shares = marks.map { marked in
            stretches(marked).reduce(0.0) { sum, stretch in
                let best = answered.map { other -> Double in
                    let shared = max(0, min(stretch.upperBound, other.upperBound) - max(stretch.lowerBound, other.lowerBound))
                    return Double(shared) / Double(stretch.count + other.count - shared)
                }.max()
                return sum + (best ?? 0) * Double(stretch.count) / Double(values.count)
            }
        }
        return shares.reduce(0, +) / Double(shares.count)
    }

    private func stretches(_ places: [Int]) -> [Range<Int>] {
        let bounds = [0] + Set(places).filter { $0 > 0 && $0 < values.count }.sorted() + [values.count]
        return zip(bounds, bounds.dropFirst()).map { $0..<$1 }
    }
}
