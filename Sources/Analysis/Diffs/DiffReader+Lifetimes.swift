// What was given back, kept for a while, done at once or caught, and is no longer.
extension DiffReader {
    /// A word that the change takes away, what that does, and how it is said.
    private struct Loss {
        var words: Set<String>
        var kind: DiffEffect.Kind
        var says: String
    }

    private static let losses: [Loss] = [
        Loss(
            words: [
                "close", "closed", "release", "unlock", "runlock", "dispose", "cancel", "finally", "ensure", "disconnect",
                "unsubscribe",
                "removelistener", "removeeventlistener", "clearinterval", "cleartimeout", "shutdown", "finalize", "rollback",
                "destroy",
                "free", "off", "takeuntil", "invalidate", "closequietly", "returnconnection", "putconn", "teardown",
                "usehttpcompletion",
                "removeobserver", "detach", "drain", "enduse", "unregister", "removeall", "deinit", "aclose", "acknowledge",
                "ack", "unref",
                "asyncdispose", "stop",
            ], kind: .releaseRemoved, says: "no longer gives back what it takes, by"),
        Loss(
            words: [
                "maximumsize", "expireafter", "expireafterwrite", "expireafteraccess", "evict", "eviction", "maxsize",
                "maxentries", "prune",
                "popitem", "popleft", "purge", "lru", "lrucache", "weakmap", "weakreference", "weakhashmap", "maxlen",
                "removeeldestentry",
                "removefirst", "shift", "trim", "ltrim", "xtrim", "clear", "expire", "cleanup", "weak", "sizelimit",
                "retention", "delete",
                "remove", "invalidateall", "autodelete", "gc", "compact",
            ], kind: .growthAdded, says: "no longer lets go of what it keeps, by"),
        Loss(
            words: [
                "fallback", "fallbackmethod", "hystrix", "circuitbreaker", "breaker", "rescue", "except", "catch", "recover",
                "onerrorresume",
                "onerrorreturn", "onerror", "degrade", "degraded", "bulkhead", "resilience", "orelseget", "exceptionally",
                "catcherror",
                "staleiferror", "secondary", "failover", "trycatch",
            ], kind: .fallbackRemoved, says: "no longer has something in its stead when it fails, by"),
        Loss(
            words: [
                "backoff", "jitter", "exponential", "waitexponential", "waitfixed", "exponentialbackoff", "waitrandom",
                "retryafter",
                "backoffpolicy", "sleep", "delay",
            ], kind: .retriesChanged, says: "no longer waits between attempts, by"),
        Loss(
            words: [
                "cache", "cached", "cacheable", "memo", "memoize", "memoized", "lrucache", "redis", "memcached", "usememo",
                "cachecontrol",
                "maxage", "etag", "getorset", "cachemanager", "outputcache", "responsecache", "cachedproperty",
                "computeifabsent",
                "getorload", "getorcreate", "getoradd", "getorput", "singleflight",
            ], kind: .cachingReduced, says: "no longer keeps answers, by"),
        Loss(
            words: [
                "promiseall", "gather", "joinall", "whenall", "errgroup", "parallel", "parallelstream", "paralleliter",
                "pariter",
                "threadpoolexecutor", "taskgroup", "withtaskgroup", "concurrently", "foreachasync", "buffered",
                "bufferunordered",
                "mapconcurrent", "pmap", "allof", "waitgroup", "supplyasync", "runasync", "performlater", "delayjob",
                "performasync",
            ], kind: .blockingAdded, says: "does one after the other what went at once, by"),
        Loss(
            words: [
                "fetchmany", "findeach", "findinbatches", "inbatches", "iterator", "itercontent", "stream", "cursor", "yield",
                "scanner",
                "chunks", "chunked", "readstream", "createreadstream", "readline", "readlines", "lines", "asstream",
                "asyncenumerable",
                "iterrows", "ijson", "paginator", "pipe", "limitreader", "maxbytesreader", "serversidecursor", "iterparse",
                "islice",
            ], kind: .boundRemoved, says: "reads all at once what came in parts, by"),
        Loss(
            words: [
                "includes", "preload", "eagerload", "prefetchrelated", "selectrelated", "joinedload", "selectinload",
                "joinfetch", "include",
                "theninclude", "entitygraph", "batchsize", "dataloader", "loadmany", "insertall", "insertmany", "bulkcreate",
                "bulkwrite",
                "executemany", "executebatch", "addbatch", "mget", "multiget", "batchget", "batchgetitem", "batchwrite",
                "bulkinsert",
                "saveall", "pipeline", "pipelined", "findallbyid", "copyfrom", "sendbatch", "updatemany", "addrange",
                "bulkupdate", "batch",
            ], kind: .callPerElement, says: "asks for each element what was asked for many at once, by"),
        Loss(
            words: [
                "notnull", "notblank", "notempty", "valid", "validated", "validate", "size", "sanitize", "escape", "clamp",
                "validates",
                "islimited", "strip", "normalize", "maxlength", "verify", "checkvalid", "isvalid", "validator",
                "fieldvalidator",
                "validationpipe", "ratelimit", "ratelimiter", "throttle", "semaphore", "debounce", "dedupe", "deduplicate",
                "idempotencykey",
                "idempotent", "distinct", "unique",
            ], kind: .validationRemoved, says: "no longer checks or limits what comes in, by"),
        Loss(
            words: [
                "index", "addindex", "dbindex", "createindex", "hasindex", "ensureindex", "uniqueindex", "createindexes",
            ], kind: .indexRemoved, says: "no longer declares an index, by"),
        Loss(
            words: [
                "volatile", "atomic", "atomically", "synchronized", "transaction", "transactional", "lock", "mutex", "rlock",
                "withlock",
                "selectforupdate", "concurrenthashmap", "atomicinteger", "atomiclong", "nowait", "skiplocked",
                "begintransaction",
                "syncmap", "rwmutex", "actor", "isolated", "concurrentdictionary", "interlocked", "concurrentmap", "await",
            ], kind: .concurrencyChanged, says: "no longer keeps others out, by"),
    ]

    mutating func readGone() {
        for loss in Self.losses {
            func isLost(_ token: String) -> Bool {
                loss.words.contains(token) && (removedCounts[token] ?? 0) > (addedCounts[token] ?? 0)
            }
            for line in removed where !line.isShown {
                guard let word = line.tokens.filter(isLost).min(), !Self.isDeclaration(line) else { continue }
                add(loss.kind, "\(loss.says) \(Setting.quoted(word)) in \(Setting.quoted(line.text))", Self.names(of: line))
                break
            }
        }
        // `with open(...) as f:`, `using (var c = ...)`, `try (Reader r = ...) {`: closed at the end of the block.
        for line in removed {
            guard let first = line.words.first, line.words.count > 2 else { continue }
            let isBlock =
                first.text == "with" && line.text.hasSuffix(":")
                || first.text == "using" && !line.text.hasSuffix(";") && line.text.contains("(")
                || first.text == "using" && line.words.dropFirst().first.map { ["var", "await"].contains($0.text) } == true
                || first.text == "try" && line.words.dropFirst().first?.text == "("
                || line.tokens.contains("openfile") && line.tokens.contains("use")
            let opens = added.contains { $0.words.first?.text == first.text }
            guard isBlock, !opens else { continue }
            add(
                .releaseRemoved, "no longer gives back at the end of the block what \(Setting.quoted(line.text)) takes",
                Self.names(of: line))
        }
        readParts()
    }

    /// Imports for their effect, decorators, entries of lists, routes and cases that stand nowhere any more.
    private mutating func readParts() {
        for patch in patches where patch.form != .manifest {
            let groups = Set(patch.lines.filter { $0.sign == .added && !$0.isMoved }.map(\.group))
            let gone = patch.lines.filter { $0.sign == .removed && !$0.isMoved && !$0.isShown }
            // A whole definition that goes was not used, as far as the lines can tell.
            for line in gone.prefix(Self.mostCompared) {
                let isAlone = !groups.contains(line.group)
                let words = line.words
                guard let first = words.first else { continue }
                let entry = words.filter { $0.kind != .mark }
                let isCall = first.kind == .name && first.isCalled && words.dropLast().last?.text == ")"
                let isEntry = line.text.hasSuffix(",") && (entry.count == 1 || isCall) && !line.scope.isEmpty
                let isDecorator = first.text == "@" && words.count > 1
                let isCase = ["case", "when"].contains(first.text)
                let isSideImport =
                    ["import", "require", "_", "load"].contains(first.text) && words.contains { $0.kind == .text }
                    && !words.contains { ["from", "{", "as"].contains($0.text) }
                let isSetting = patch.form == .settings && [":", "="].contains(words.dropFirst().first?.text ?? "")
                let isListed = patch.form == .settings && first.text == "-"
                guard
                    isAlone
                        ? isEntry || isDecorator || isCase || isSideImport || isSetting || isListed
                        : isDecorator || isSideImport,
                    !entry.allSatisfy({ addedNames.contains($0.text) || addedLiterals.contains($0.text) }) || entry.isEmpty,
                    !line.has(Self.ornaments), !patch.scope(of: line).contains(where: { $0.has(Self.ornaments) })
                else { continue }
                add(.registrationRemoved, "removes \(Setting.quoted(line.text))", Self.names(of: line))
            }
        }
    }

    private static let ornaments: Set<String> = [
        "labels", "label", "annotations", "description", "suppresswarnings", "deprecated", "override", "title", "comment",
        "author",
        "maintainer", "tags", "summary", "suppress", "noqa", "classname", "style", "functools", "staticmethod", "inheritdoc",
    ]

    /// The beginning of a function's or a type's definition.
    static func isDeclaration(_ line: PatchLines.Line) -> Bool {
        let openings: Set<String> = [
            "func", "def", "fn", "function", "class", "struct", "interface", "enum", "fun", "type", "import", "package",
            "module",
        ]
        return line.words.prefix(4).contains { openings.contains($0.text) }
    }
}
