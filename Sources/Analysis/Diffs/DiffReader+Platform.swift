// Addresses, rights, probes and what a platform gives a program.
extension DiffReader {
    private static let places: Set<String> = [
        "host", "port", "url", "uri", "addr", "address", "endpoint", "endpoints", "path", "bucket", "dns", "broker", "brokers",
        "bootstrap", "server", "servers",
        "dsn", "database", "db", "region", "zone", "namespace", "cluster", "base", "target", "upstream", "queue", "topic",
        "stream", "exchange", "subscription",
        "domain", "hostname", "prefix", "baseurl", "proxy", "route", "containerport", "targetport", "listen", "backend",
        "subnet", "cidr", "vpc", "cname",
        "volume", "mountpath", "directory", "dir", "folder", "file", "filename", "socket", "proxypass", "schema", "keyspace",
        "service", "servicename", "kubeconfig", "gateway",
    ]
    private static let rights: Set<String> = [
        "scope", "scopes", "role", "roles", "permission", "permissions", "actions", "action", "verbs", "policy", "policies",
        "grant", "grants", "acl", "acls", "resources", "resource", "principal",
        "authorities", "authority", "hasrole", "hasauthority", "access", "secret", "secretname", "token", "apikey", "audience",
        "issuer", "credentials", "serviceaccount", "privileges",
        "serviceaccountname", "privilege", "readonly", "allow", "allowed", "allowlist", "cors", "origins", "groups",
        "authorization", "auth", "member", "members", "roleref", "claims", "claim", "ingress", "cidrblocks",
        "securitygroup", "iam", "kms", "publicread", "runasuser", "runasnonroot", "readonlyrootfilesystem", "fsgroup",
        "capabilities", "client_id", "clientid", "permissionset", "password", "secretref", "secretkeyref",
        "usergroup", "preauthorize", "rolesallowed", "requires", "permit", "permitall", "networkpolicy", "egress", "jwks",
        "aud", "iss",
    ]
    private static let enclosingRights = rights.subtracting(["resource", "resources", "access", "action"])
    private static let ownRights = rights.subtracting([
        "resource", "resources", "allow", "action", "service", "access", "requires", "groups",
    ])
    private static let probes: Set<String> = [
        "probe", "livenessprobe", "readinessprobe", "startupprobe", "healthcheck", "health", "healthz", "readyz", "livez",
        "ready", "liveness", "readiness", "healthcheckpath", "initialdelayseconds",
        "failurethreshold", "periodseconds",
    ]

    mutating func readPlatform(_ edits: [DiffEdit], _ patch: PatchLines) {
        for edit in edits where !edit.old.isShown && !edit.new.isShown {
            let outer = Set(patch.scope(of: edit.old).flatMap(\.tokens))
            let literal = { (words: [CodeWord]) in
                words.filter { $0.kind == .text || $0.kind == .number || (patch.form == .settings && $0.kind == .name) }
            }
            let (gone, come) = (literal(edit.gone), literal(edit.come))
            let says = "changes \(Setting.quoted(edit.old.text)) to \(Setting.quoted(edit.new.text))"
            guard !gone.isEmpty || !come.isEmpty else { continue }
            if edit.has(Self.probes) || !outer.isDisjoint(with: Self.probes) {
                add(.probeChanged, says, Self.names(of: edit.old))
            }
            let isRight = edit.has(Self.rights) || (patch.form == .settings && !outer.isDisjoint(with: Self.enclosingRights))
            if isRight, !gone.isEmpty,
                !edit.has(["name", "description"]) || edit.has(["secret", "role", "serviceaccountname"])
            {
                add(
                    .permissionReduced, says,
                    Self.names(of: edit.old) + Setting.nestedNames(gone.map(\.text).joined(separator: " ")))
            }
            let isAddress =
                (gone + come).contains { Setting.isAddress($0.text) }
                || Setting.isAddress(edit.old.text) && patch.form == .settings
            let isPlace =
                edit.has(Self.places)
                && (patch.form == .settings
                    || gone.contains { $0.kind == .text || $0.kind == .number }
                        && come.contains { $0.kind == .text || $0.kind == .number })
            let isShown = edit.has([
                "classname", "class", "style", "href", "title", "label", "placeholder", "message", "error", "import", "from",
                "require",
            ])
            if isAddress || isPlace, !gone.isEmpty, !isShown, !gone.contains(where: { Setting.isTruth($0.text) }),
                !gone.contains(where: { Setting.isProse($0.text) })
            {
                add(.addressChanged, says, Self.names(of: edit.old) + come.flatMap { Setting.nestedNames($0.text) })
            }
        }
        readRights(edits, patch)
        readLimits(patch)
    }

    /// Rights that are no longer listed, and checks of rights that are new.
    private mutating func readRights(_ edits: [DiffEdit], _ patch: PatchLines) {
        let paired = Set(edits.map(\.old.text))
        for line in patch.lines where line.sign == .removed && !line.isMoved && !line.isShown && !paired.contains(line.text) {
            let outer = Set(patch.scope(of: line).flatMap(\.tokens))
            let isRight = line.has(Self.ownRights) || !outer.isDisjoint(with: Self.enclosingRights)
            let isGrant =
                line.text.uppercased().hasPrefix("GRANT ") || line.text.lowercased().contains("chmod")
                || line.text.lowercased().contains("chown")
            guard isRight && (patch.form == .settings || line.words.contains { $0.kind == .text }) || isGrant else { continue }
            add(
                .permissionReduced, "takes away \(Setting.quoted(line.text))",
                Self.names(of: line) + line.words.filter { $0.kind == .text }.flatMap { Setting.nestedNames($0.text) })
        }
        let checks: Set<String> = [
            "authenticate", "authorize", "requireauth", "requirerole", "requirescope", "preauthorize", "rolesallowed",
            "verifytoken", "isauthenticated", "authorization", "hasrole", "hasauthority", "authmiddleware",
            "requireadmin", "ensureauthenticated", "permissionclasses", "loginrequired", "permissionrequired", "useguards",
            "verifyjwt", "checkpermission", "denyall", "permissions", "requirepermission", "csrf", "beforeaction", "hasscope",
            "authenticated", "auth",
        ]
        for line in patch.lines where line.sign == .added && !line.isMoved && !line.isShown {
            guard let check = line.tokens.intersection(checks).min(), (removedCounts[check] ?? 0) == 0,
                !Self.isDeclaration(line), patch.form == .code,
                line.words.contains(where: \.isCalled) || line.text.hasPrefix("@") || line.text.hasPrefix("[")
                    || line.text.hasPrefix("before_action") || line.text.contains("permission_classes")
            else { continue }
            add(.permissionReduced, "asks for rights by \(Setting.quoted(line.text))", Self.names(of: line))
        }
        for line in patch.lines where line.sign == .added && !line.isMoved && patch.form == .settings {
            if line.has(["deny", "networkpolicy", "readonlyrootfilesystem", "runasnonroot", "blockpublicacls", "denied"])
                || line.text.contains("\"Deny\"")
            {
                add(.permissionReduced, "forbids by \(Setting.quoted(line.text))", Self.names(of: line))
            }
            if line.has(Self.probes), line.text.hasSuffix(":") || line.has(["path", "failurethreshold"]) {
                add(.probeChanged, "adds the probe \(Setting.quoted(line.text))", Self.names(of: line))
            }
        }
    }

    private static let caps: Set<String> = [
        "memory", "cpu", "limits", "maxmemory", "quota", "limitreq", "ratelimit", "ulimits", "pids", "maxconnections",
        "connectionlimit",
    ]

    /// Limits where there were none, time limits that are gone.
    private mutating func readLimits(_ patch: PatchLines) {
        let new = patch.lines.filter { $0.sign == .added && !$0.isMoved && !$0.isShown }
        let old = patch.lines.filter { $0.sign == .removed && !$0.isMoved && !$0.isShown }
        func counts(_ lines: [PatchLines.Line], _ words: Set<String>) -> Int { lines.count { $0.has(words) } }
        let oldTokens = old.reduce(into: Set<String>()) { $0.formUnion($1.tokens) }
        let times: Set<String> = [
            "timeout", "deadline", "withtimeout", "timeouts", "abortsignal", "waitfor", "settimeout", "readtimeout",
            "connecttimeout", "withdeadline", "timelimit",
        ]
        if let line = old.first(where: { $0.has(times) }), counts(old, times) > counts(new, times) {
            add(.timeLimitRaised, "no longer limits the time in \(Setting.quoted(line.text))", Self.names(of: line))
        }
        for line in new where line.words.contains(where: { $0.kind == .number }) {
            let isOwn =
                patch.form == .settings && oldTokens.isDisjoint(with: line.tokens.intersection(Self.caps))
                && line.has(Self.caps)
                && (line.has(["limits", "maxmemory", "quota", "ratelimit", "limitreq", "pids"])
                    || patch.scope(of: line).contains { $0.has(["limits", "quota", "hard"]) })
            let parts = Set(line.tokens)
            let isCap = !parts.isDisjoint(with: [
                "ratelimit", "ratelimiter", "semaphore", "setmaxopenconns", "maxconcurrency", "limiter", "newlimiter",
                "limiting", "throttle", "bulkhead", "maxconcurrent", "setmaxconnections", "maxinflight", "workerlimit",
            ])
            if isOwn
                || isCap
                    && counts(
                        old,
                        parts.intersection([
                            "ratelimit", "ratelimiter", "semaphore", "setmaxopenconns", "maxconcurrency", "limiter",
                            "newlimiter", "throttle", "bulkhead",
                        ])) == 0
            {
                add(.limitLowered, "sets the limit \(Setting.quoted(line.text))", Self.names(of: line))
            }
            if line.has(times), oldTokens.isDisjoint(with: times), !line.has(["http", "write"]) || line.has(["timeout"]),
                patch.form == .settings || line.words.contains(where: \.isCalled)
            {
                add(.timeLimitLowered, "sets the time limit \(Setting.quoted(line.text))", Self.names(of: line))
            }
            if line.has(["retry", "retries", "attempts", "maxretries", "maxattempts"]),
                oldTokens.isDisjoint(with: ["retry", "retries", "attempts", "maxretries", "maxattempts"]),
                !line.has(["metric", "counter"])
            {
                add(.retriesChanged, "tries again by \(Setting.quoted(line.text))", Self.names(of: line))
            }
        }
    }
}
