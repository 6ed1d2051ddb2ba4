// swift-tools-version:6.2
import PackageDescription

// The rooms and the arrows between them are explained in ARCHITECTURE.md. `./test` builds with
// `--explicit-target-dependency-import-check error`, and Tests/ArchitectureTests reads the imports of every file.

var settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]
if Context.environment["INQUEST_WARNINGS_ARE_ERRORS"] != nil { settings.append(.treatAllWarnings(as: .error)) }

// Rooms that every answer goes through are optimised in debug builds too, so that tests and the demo run at speed.
let optimised = settings + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let package = Package(
    name: "inquest",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "inquest", targets: ["inquest"]),
        .executable(name: "lab", targets: ["Lab"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.100.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
    ],
    targets: [
        // Pure rooms: values and functions, no I/O.
        .target(name: "Core", swiftSettings: optimised),
        .target(name: "LogTemplates", swiftSettings: optimised),
        .target(name: "PromQL", dependencies: ["Core"], swiftSettings: optimised),
        .target(name: "OTLP", dependencies: ["Core"], swiftSettings: optimised),
        .target(
            name: "Connectors", dependencies: ["Core", "LogTemplates", "OTLP", "PromQL", "Yams"], swiftSettings: optimised),
        .target(name: "Analysis", dependencies: ["Core", "LogTemplates"], swiftSettings: optimised),
        .target(name: "Alerting", dependencies: ["Core", "PromQL"], swiftSettings: optimised),
        .target(name: "AlertAudit", dependencies: ["Core", "Alerting", "Analysis", "PromQL"], swiftSettings: optimised),
        // Readers of other people's documents, from Debian.
        .systemLibrary(name: "CCMarkGFM", providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
        .systemLibrary(name: "CXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .target(
            name: "Document", dependencies: ["Core", "Alerting", "Analysis", "AlertAudit", "CCMarkGFM", "CXML2"],
            swiftSettings: optimised),
        .target(name: "LanguageModels", dependencies: ["Core", "Connectors"], swiftSettings: optimised),

        // The door, and what stands at it.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "Gateway",
            dependencies: ["Core", "CZlib", "Yams", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: optimised),
        .target(
            name: "Store",
            dependencies: [
                "Core", "Gateway", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: optimised),
        .target(
            name: "Transports",
            dependencies: [
                "Core", "Gateway",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: settings),

        // The use case, and the doors to it.
        .target(
            name: "Investigation",
            dependencies: [
                "Core", "Gateway", "Connectors", "LanguageModels", "Alerting", "Analysis", "PromQL", "AlertAudit", "Document",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: optimised),
        .executableTarget(
            name: "inquest",
            dependencies: [
                "Core", "Gateway", "Connectors", "LanguageModels", "Alerting", "Analysis", "PromQL", "AlertAudit", "Document",
                "Store",
                "Transports", "Investigation", "LogTemplates", "Yams",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            resources: [.embedInCode("Templates/google.yaml"), .embedInCode("Templates/etsy.yaml")],
            swiftSettings: settings),

        // Stages incidents, for the demo, the tests and the benchmarks.
        .executableTarget(
            name: "Lab",
            dependencies: [
                "Core",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            resources: [.copy("Scenarios"), .copy("Recordings")],
            swiftSettings: optimised),

        // Measures what an investigation costs, against the Lab.
        .executableTarget(
            name: "InvestigationBenchmark",
            dependencies: [
                "Core", "Gateway", "Store", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Investigation", swiftSettings: settings),

        // Measures what the door costs, beside the disk's, openssl's and a direct call's own figures.
        .executableTarget(
            name: "GatewayBenchmark",
            dependencies: [
                "Core", "Gateway", "Store", "Transports",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Benchmarks/Gateway", swiftSettings: optimised),

        .executableTarget(
            name: "RedactionBenchmark",
            dependencies: [
                "Core", "Gateway", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Redaction", exclude: ["compare", "detect_secrets_rate.py"], swiftSettings: optimised),

        // Scores log templates and their speed; Benchmarks/LogTemplates/compare runs it beside drain3.
        .executableTarget(
            name: "LogTemplatesBenchmark",
            dependencies: ["LogTemplates", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Benchmarks/LogTemplates", exclude: ["compare", "drain3_templates.py"], swiftSettings: optimised),

        // Scores change points on marked series beside ruptures, and counts onsets on fault-free hours.
        .executableTarget(
            name: "ChangePointBenchmark",
            dependencies: ["Core", "Analysis", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Benchmarks/ChangePoints", exclude: ["peers", "peers.py", "onsets.csv"], swiftSettings: optimised),

        // Investigates frozen incidents with known answers.
        .executableTarget(
            name: "IncidentBenchmark", dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Benchmarks/Incidents", swiftSettings: settings),

        // Scores services beside fse-baro on faults of a running system; Benchmarks/ServiceRanking/compare runs both.
        .executableTarget(
            name: "ServiceRankingBenchmark",
            dependencies: ["Core", "Analysis", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Benchmarks/ServiceRanking", exclude: ["compare", "baro_ranking.py"], swiftSettings: optimised),

        // Tests
        .testTarget(
            name: "AlertAuditTests", dependencies: ["AlertAudit", "Alerting", "Analysis", "Core", "PromQL"],
            swiftSettings: settings),
        .testTarget(name: "AnalysisTests", dependencies: ["Analysis", "Core"], swiftSettings: settings),
        .testTarget(
            name: "ConnectorsTests", dependencies: ["Alerting", "Connectors", "Core", "OTLP", "PromQL"], exclude: ["Fixtures"],
            swiftSettings: settings),
        .testTarget(
            name: "DocumentTests", dependencies: ["Document", "AlertAudit", "Analysis", "Core"], exclude: ["Fixtures"],
            swiftSettings: settings),
        .testTarget(
            name: "InvestigationTests", dependencies: ["Investigation", "Core", "LanguageModels"], swiftSettings: settings),
        .testTarget(name: "LabTests", dependencies: ["Lab", "Core"], exclude: ["Fixtures"], swiftSettings: settings),
        .testTarget(
            name: "LanguageModelsTests", dependencies: ["LanguageModels", "Connectors", "Core"],
            swiftSettings: settings),
        .testTarget(name: "LogTemplatesTests", dependencies: ["LogTemplates"], swiftSettings: settings),
        .testTarget(name: "AlertingTests", dependencies: ["Alerting", "Core", "PromQL"], swiftSettings: settings),
        .testTarget(name: "OTLPTests", dependencies: ["OTLP", "Core"], swiftSettings: settings),
        .testTarget(name: "PromQLTests", dependencies: ["PromQL", "Core"], exclude: ["Corpus"], swiftSettings: settings),
        .testTarget(name: "ArchitectureTests", dependencies: ["Gateway"], swiftSettings: settings),
        .testTarget(
            name: "ContainmentTests", dependencies: ["Investigation", "Gateway", "Store", "Connectors", "Core"],
            swiftSettings: settings),
        .testTarget(name: "CoreTests", dependencies: ["Core"], swiftSettings: settings),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["Alerting", "Connectors", "Core", "Gateway", "PromQL", "Store", "inquest", "Lab"],
            swiftSettings: settings),
        .testTarget(
            name: "GatewayTests",
            dependencies: ["Gateway", "Core", "CZlib", .product(name: "Crypto", package: "swift-crypto")],
            exclude: ["Fixtures"], swiftSettings: settings),
        .testTarget(
            name: "StoreTests",
            dependencies: ["Store", "Gateway", "Core", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings),
        .testTarget(name: "TransportsTests", dependencies: ["Transports", "Gateway", "Core"], swiftSettings: settings),
    ]
)
