import Core
import Foundation
import Testing

@testable import Lab

@Suite("Back-filled metrics")
struct MetricTests {
    /// As Prometheus computes it: linear between the bounds of the bucket in which the quantile lies.
    private func quantile(_ q: Double, _ bounds: [Double], _ shares: [Double]) -> Double {
        guard let index = shares.firstIndex(where: { $0 >= q }) else { return .infinity }
        let (low, below) = index == 0 ? (0, 0) : (bounds[index - 1], shares[index - 1])
        return low + (bounds[index] - low) * (q - below) / (shares[index] - below)
    }

    @Test(
        "a histogram's p99 is the one asked for",
        arguments: [(0.045, 0.085, 0.12), (0.06, 2.0, 4.2), (0.003, 0.008, 0.015), (0.08, 0.16, 0.23), (0.1, 2.3, 4.6)])
    func quantiles(_ p50: Double, _ p90: Double, _ p99: Double) throws {
        let bounds = try paymentTimeout().metricNames.bounds
        let shares = LatencyShape.shares(p50: p50, p90: p90, p99: p99, bounds: bounds)
        #expect(abs(quantile(0.99, bounds, shares) - p99) < 1e-9)
        #expect(zip(shares, shares.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(shares.allSatisfy { (0...1).contains($0) })
    }

    @Test("counters never fall and buckets rise with their bounds")
    func monotonic() throws {
        let history = MetricHistory(try paymentTimeout(), day: november)
        let counters = history.families.filter { $0.type != "gauge" }.flatMap(\.series)
        #expect(counters.count > 60)
        for series in counters {
            #expect(zip(series.thousandths, series.thousandths.dropFirst()).allSatisfy { $0 <= $1 }, "\(series.head)")
        }
        let buckets = history.families[1].series.filter {
            $0.head.hasPrefix("http_request_duration_seconds_bucket") && $0.head.contains("\"payment-gateway\"")
        }
        #expect(buckets.count == 12)
        for (lower, upper) in zip(buckets, buckets.dropFirst()) {
            #expect(zip(lower.thousandths, upper.thousandths).allSatisfy { $0 <= $1 })
        }
    }

    @Test("OpenMetrics text has its families, its times and its end, and is the same each time")
    func text() throws {
        let history = MetricHistory(try paymentTimeout().with(services: 1), day: november)
        let text = OpenMetricsWriter(history).text(from: 0, to: 2)
        let lines = text.split(separator: "\n")
        #expect(lines.last == "# EOF")
        #expect(lines.contains("# TYPE http_requests counter"))
        #expect(lines.contains("# TYPE http_request_duration_seconds histogram"))
        let pool = lines.filter { $0.hasPrefix("db_pool_connections_in_use{") }
        #expect(pool.count == 2)
        #expect(
            pool.first
                == #"db_pool_connections_in_use{instance="payment-gateway-0:8080",job="shop/payment-gateway",pool="payments-db",service="payment-gateway"} 3 1794571200"#
        )
        #expect(
            text == OpenMetricsWriter(MetricHistory(try paymentTimeout().with(services: 1), day: november)).text(from: 0, to: 2)
        )
    }

    @Test("two slices of the history hold each sample once")
    func slices() throws {
        let history = MetricHistory(try paymentTimeout().with(services: 1), day: november)
        let count = { (text: String) in text.split(separator: "\n").filter { !$0.hasPrefix("#") }.count }
        let writer = OpenMetricsWriter(history)
        let parts = count(writer.text(from: 0, to: 7)) + count(writer.text(from: 7, to: 20))
        #expect(parts == count(writer.text(from: 0, to: 20)))
    }

    @Test("the alert's series begin when it fired and carry its labels")
    func alerts() throws {
        let history = MetricHistory(try paymentTimeout(), day: november)
        let series = try #require(history.families.first { $0.name == "ALERTS" }?.series.first)
        let fired = try instant("2026-11-20T14:27:00Z").wholeSeconds
        #expect(history.first + Int64(series.start) * history.step == fired)
        #expect(series.head.contains(#"alertstate="firing""#))
        let since = try #require(history.families.first { $0.name == "ALERTS_FOR_STATE" }?.series.first)
        #expect(since.thousandths.first == fired * 1000)
    }
}
