import Gateway

/// Made-up logs of a shop: the same seed gives the same bytes. About one line in 200 holds something to take out.
struct LogText {
    private var state: UInt64

    static let line =
        "2026-11-21T04:29:49.123456Z INFO  [checkout-7d9f8b6c5-x2x7k] request_id=3f2b8c1e-77aa-4c7e-9d1f-0a1b2c3d4e5f trace_id=4bf92f3577b34da6a3ce929d0e0e4736 method=POST path=/api/v2/carts/8812/checkout status=200 duration_ms=41.7 msg=\"order placed\" upstream=10.2.3.4:8443\n"

    init(seed: UInt64) { state = seed }

    private mutating func next(_ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % count
    }

    private mutating func hex(_ count: Int) -> String { String((0..<count).map { _ in Array("0123456789abcdef")[next(16)] }) }

    mutating func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 1024)
        // Lines are drawn from a pool: making each one anew takes longer than redacting it.
        let pool = (0..<20_000).map { _ in Array(line().utf8) }
        while bytes.count < count { bytes += pool[next(pool.count)] }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    private mutating func line() -> String {
        let service = ["checkout", "payment-gateway", "cart", "inventory", "frontend"][next(5)]
        let time = "2026-11-21T04:\(10 + next(50)):\(10 + next(50)).\(100_000 + next(900_000))Z"
        let pod = "\(service)-\(hex(9))-\(hex(5))"
        if next(200) == 0 { return "\(time) WARN [\(pod)] \(secret())\n" }
        switch next(6) {
        case 0:
            return
                "{\"timestamp\":\"\(time)\",\"level\":\"info\",\"service\":\"\(service)\",\"trace_id\":\"\(hex(32))\",\"span_id\":\"\(hex(16))\",\"msg\":\"served \(next(500)) items in \(next(90)) ms\",\"http\":{\"method\":\"GET\",\"route\":\"/api/v1/items/{id}\",\"status\":\(200 + next(5))}}\n"
        case 1:
            return
                "10.2.\(next(255)).\(next(255)) - - [21/Nov/2026:04:\(10 + next(50)):12 +0000] \"GET /static/js/app.\(hex(8)).js?v=\(next(9999)) HTTP/1.1\" 200 \(next(99_999)) \"https://shop.example/cart\" \"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36\"\n"
        case 2:
            return
                "\(time) ERROR [\(pod)] java.net.SocketTimeoutException: Read timed out after \(next(9000)) ms\n\tat com.example.\(service.filter(\.isLetter)).client.HttpClient.execute(HttpClient.java:\(next(900)))\n\tat com.example.orders.OrderService.place(OrderService.java:\(next(400)))\n"
        case 3:
            return
                "\(time) DEBUG [\(pod)] cache miss key=cart:\(next(99_999)) shard=\(next(16)) ttl=\(next(3600))s retry in \(next(100)) ms, pool size \(next(64))/64, queue depth \(next(10))\n"
        case 4:
            return
                "\(time) INFO  [\(pod)] request_id=\(hex(8))-\(hex(4))-\(hex(4))-\(hex(4))-\(hex(12)) method=POST path=/api/v2/carts/\(next(9999))/checkout status=200 duration_ms=\(next(90)).\(next(9)) msg=\"order placed\"\n"
        default:
            return
                "\(time) INFO  [\(pod)] consumer group orders-\(next(9)) partition \(next(32)) offset \(next(99_999_999)) lag \(next(50)); committed after \(next(400)) records\n"
        }
    }

    private mutating func secret() -> String {
        switch next(6) {
        case 0: "mail to user\(next(999))@example.com bounced"
        case 1: "retry with ghp_\(hex(36))"
        case 2: "connecting to postgres://shop:\(hex(12))@db:5432/orders"
        case 3: "card 4111 1111 1111 1111 declined"
        case 4: "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJ\(hex(40)).\(hex(43))"
        default: "config password=\"\(hex(10))\" loaded"
        }
    }
}
