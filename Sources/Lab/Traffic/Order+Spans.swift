extension Order {
    private static let tenth: Int64 = 100_000

    /// Its trace: nine spans for an order, four for a product view.
    var spanTree: OrderTrace { OrderTrace(id: trace, spans: kind == .view ? viewSpans : orderSpans) }

    private func id(_ index: Int) -> String {
        if spans.indices.contains(index) { return spans[index] }
        let digits = String(Noise.bits(Noise.hash(trace), UInt64(index)), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private func resource(_ service: String, _ version: String, _ pod: String, language: String = "go") -> [TraceSpan.Attribute]
    {
        [
            ("deployment.environment.name", .text("production")), ("service.namespace", .text("shop")),
            ("service.version", .text(version)), ("telemetry.sdk.language", .text(language)),
            ("k8s.namespace.name", .text("shop")), ("k8s.pod.name", .text(pod)), ("service.name", .text(service)),
        ]
    }

    private func span(
        _ index: Int, parent: Int?, _ service: String, _ name: String, _ kind: TraceSpan.Kind, _ from: Int64, _ to: Int64,
        _ attributes: [TraceSpan.Attribute], error: Bool = false, message: String = ""
    ) -> TraceSpan {
        let own =
            switch service {
            case "frontend": resource(service, isNewFrontend ? "5.31.0" : "5.30.2", frontendPod, language: "nodejs")
            case "checkout": resource(service, "2.14.3", checkoutPod)
            case "inventory": resource(service, "1.9.0", inventoryPod)
            default: resource(service, "3.8.1", gatewayPod)
            }
        return TraceSpan(
            id: id(index), parent: parent.map(id), service: service, name: name, kind: kind, start: from, end: to,
            attributes: attributes, resource: own, isError: error, message: message)
    }

    private static func grpc(_ service: String, _ method: String, code: Int64, to address: String? = nil) -> [TraceSpan
        .Attribute]
    {
        let call: [TraceSpan.Attribute] = [
            ("rpc.system", .text("grpc")), ("rpc.service", .text(service)), ("rpc.method", .text(method)),
            ("rpc.grpc.status_code", .integer(code)),
        ]
        return call + (address.map { [("server.address", .text($0))] } ?? [])
    }

    private static func database(_ operation: String) -> [TraceSpan.Attribute] {
        [
            ("db.system.name", .text("postgresql")), ("db.operation.name", .text(operation)),
            ("db.collection.name", .text("stock")), ("server.address", .text("inventory-db")),
        ]
    }

    private var orderSpans: [TraceSpan] {
        let failed = kind == .failed
        let status: Int64 = failed ? 504 : 200
        let reserved = Self.grpc("inventory.Inventory", "Reserve", code: 0)
        let charged = Self.grpc("payment.PaymentGateway", "Charge", code: failed ? 4 : 0)
        let late = failed ? "context deadline exceeded" : ""
        let wrong: [TraceSpan.Attribute] = failed ? [("error.type", .text("504"))] : []
        var spans = [
            span(
                0, parent: nil, "frontend", "POST /checkout", .server, start, end,
                [
                    ("http.request.method", .text("POST")), ("http.response.status_code", .integer(status)),
                    ("url.path", .text("/checkout")), ("http.route", .text("/checkout")),
                ], error: failed),
            span(
                1, parent: 0, "frontend", "POST", .client, start + 10 * Self.tenth, backendEnd,
                [("url.full", .text("http://checkout:8080/api/checkout"))] + wrong + [
                    ("http.request.method", .text("POST")), ("http.response.status_code", .integer(status)),
                    ("server.address", .text("checkout")), ("server.port", .integer(8080)),
                ], error: failed),
            span(
                2, parent: 1, "checkout", "POST /api/checkout", .server, checkoutStart, checkoutEnd,
                [("order.id", .text("ord-\(number)")), ("order.amount", .decimal(Double(amount) ?? 0))] + wrong + [
                    ("http.request.method", .text("POST")), ("http.response.status_code", .integer(status)),
                    ("http.route", .text("/api/checkout")),
                ], error: failed, message: failed ? "payment failed" : ""),
            span(
                3, parent: 2, "checkout", "inventory.Inventory/Reserve", .client, start + 50 * Self.tenth,
                start + 60 * Self.tenth + reserve, reserved + [("server.address", .text("inventory"))]),
            span(
                4, parent: 3, "inventory", "inventory.Inventory/Reserve", .server, inventoryStart, inventoryEnd, reserved),
            span(
                5, parent: 4, "inventory", "UPDATE stock", .client, start + 60 * Self.tenth, start + 60 * Self.tenth + database,
                Self.database("UPDATE")),
            span(
                6, parent: 2, "checkout", "payment.PaymentGateway/Charge", .client, chargeStart, chargeEnd,
                charged + [("server.address", .text("payment-gateway"))], error: failed, message: late),
            span(
                7, parent: 6, "payment-gateway", "payment.PaymentGateway/Charge", .server, chargeStart + Self.millisecond,
                gatewayEnd, charged, error: failed, message: late),
        ]
        spans.append(acquirerSpan(failed: failed, late: late))
        return spans
    }

    private func acquirerSpan(failed: Bool, late: String) -> TraceSpan {
        let from = chargeStart + 2 * Self.millisecond
        let outcome: TraceSpan.Attribute =
            failed ? ("error.type", .text("context.deadlineExceededError")) : ("http.response.status_code", .integer(201))
        var span = span(
            8, parent: 7, "payment-gateway", "POST", .client, from, from + acquirer,
            [
                ("url.full", .text("https://acquirer.example/v1/charges")),
                ("acquirer.timeout_ms", .integer(hasShortTimeout ? 5000 : 30_000)), outcome,
                ("http.request.method", .text("POST")), ("server.address", .text("acquirer.example")),
                ("server.port", .integer(443)),
            ], error: failed, message: late)
        if failed {
            span.exception = [
                ("exception.type", .text("context.deadlineExceededError")),
                ("exception.message", .text("Post \"https://acquirer.example/v1/charges\": context deadline exceeded")),
            ]
        }
        return span
    }

    private var viewSpans: [TraceSpan] {
        let stock = Self.grpc("inventory.Inventory", "GetStock", code: 0)
        return [
            span(
                0, parent: nil, "frontend", "GET /products/{sku}", .server, start, end,
                [
                    ("http.request.method", .text("GET")), ("http.response.status_code", .integer(200)),
                    ("url.path", .text("/products/SKU-\(1000 + Noise.hash(trace) % 9000)")),
                    ("http.route", .text("/products/{sku}")),
                ]),
            span(
                1, parent: 0, "frontend", "inventory.Inventory/GetStock", .client, start + 10 * Self.tenth, backendEnd,
                stock + [("server.address", .text("inventory"))]),
            span(2, parent: 1, "inventory", "inventory.Inventory/GetStock", .server, inventoryStart, inventoryEnd, stock),
            span(
                3, parent: 2, "inventory", "SELECT stock", .client, start + 20 * Self.tenth,
                start + 20 * Self.tenth + database, Self.database("SELECT")),
        ]
    }
}
