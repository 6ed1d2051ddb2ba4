import Core
import Gateway
import Testing

@Suite("What a principal may spend")
struct PrincipalLimitsTests {
    static func question(_ principal: Principal, person: String? = nil, at seconds: Double = 0) -> PolicyQuestion {
        var user: String?
        if case .person(let name) = principal { user = name } else { user = person }
        return PolicyQuestion(
            principal: principal, user: user, person: person, tool: "t", effect: .read,
            at: Instant(seconds: 1_000).adding(seconds: seconds))
    }

    static func limits(_ yaml: String) throws -> PrincipalLimits {
        PrincipalLimits(try Policy.read(yaml: "limits: [\(yaml)]", file: "p"))
    }

    @Test("calls are counted for each principal and each investigation")
    func calls() async throws {
        let limits = try Self.limits("{principal: 'model:*', calls: 2}")
        let model = Self.question(.model("m"))
        #expect(await limits.admit(model, investigation: "i") == nil)
        #expect(await limits.admit(model, investigation: "i") == nil)
        #expect(await limits.admit(model, investigation: "i") == "the limit of 2 calls for model:* was spent")
        #expect(await limits.admit(model, investigation: "j") == nil)
        #expect(await limits.admit(Self.question(.model("n")), investigation: "i") == nil)
        for _ in 0..<9 { #expect(await limits.admit(Self.question(.playbook), investigation: "i") == nil) }
        await limits.end(investigation: "i")
        #expect(await limits.admit(model, investigation: "i") == nil)
    }

    @Test("bytes are counted, without overflow")
    func bytes() async throws {
        let limits = try Self.limits("{principal: '*', bytes: 100}")
        let model = Self.question(.model("m"))
        await limits.spend(bytes: 99, for: model, investigation: "i")
        #expect(await limits.admit(model, investigation: "i") == nil)
        await limits.spend(bytes: .max, for: model, investigation: "i")
        await limits.spend(bytes: .max, for: model, investigation: "i")
        #expect(await limits.admit(model, investigation: "i") == "the limit of 100 bytes for * was spent")
    }

    @Test("a minute's calls come back with time, over all investigations, and not by setting the clock")
    func rate() async throws {
        let limits = try Self.limits("{principal: 'model:*', perMinute: 60}")
        for index in 0..<60 { #expect(await limits.admit(Self.question(.model("m")), investigation: "\(index)") == nil) }
        let refused = "the limit of 60 calls a minute for model:* was spent"
        #expect(await limits.admit(Self.question(.model("m")), investigation: "i") == refused)
        #expect(await limits.admit(Self.question(.model("n")), investigation: "i") == nil)
        #expect(await limits.admit(Self.question(.model("m"), at: 0.5), investigation: "i") == refused)
        #expect(await limits.admit(Self.question(.model("m"), at: 1.5), investigation: "i") == nil)
        #expect(await limits.admit(Self.question(.model("m"), at: 1.6), investigation: "i") == refused)
        #expect(await limits.admit(Self.question(.model("m"), at: -900), investigation: "i") == refused)
        var admitted = 0
        for _ in 0..<100 where await limits.admit(Self.question(.model("m"), at: 9_000), investigation: "i") == nil {
            admitted += 1
        }
        #expect(admitted == 60)
    }

    @Test("whoever asks for a person spends the person's limit, under whichever user")
    func behalf() async throws {
        let limits = try Self.limits("{principal: 'person:alice@x', calls: 3}")
        #expect(await limits.admit(Self.question(.person("alice"), person: "alice@x"), investigation: "i") == nil)
        #expect(await limits.admit(Self.question(.person("alice-admin"), person: "alice@x"), investigation: "i") == nil)
        #expect(await limits.admit(Self.question(.model("m"), person: "alice@x"), investigation: "i") == nil)
        #expect(await limits.admit(Self.question(.playbook, person: "alice@x"), investigation: "i") != nil)
        #expect(await limits.admit(Self.question(.playbook), investigation: "i") == nil)
    }

    @Test("every limit that matches applies, and a refused call spends nothing")
    func several() async throws {
        let limits = try Self.limits("{principal: '*', calls: 5}, {principal: 'model:*', perMinute: 1}")
        for _ in 0..<9 { _ = await limits.admit(Self.question(.model("m")), investigation: "i") }
        for second in 1...4 {
            #expect(await limits.admit(Self.question(.model("m"), at: Double(second) * 61), investigation: "i") == nil)
        }
        #expect(
            await limits.admit(Self.question(.model("m"), at: 400), investigation: "i")
                == "the limit of 5 calls for * was spent")
    }
}
