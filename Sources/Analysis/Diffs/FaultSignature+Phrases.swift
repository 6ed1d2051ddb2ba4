// The words of runtimes, databases, brokers, platforms and operating systems, in lower case; `|` is the edge of a word.
extension FaultSignature {
    static let phrases: [(fault: FaultSignature, phrases: [String])] = programs + services + platforms + statuses

    /// Go, JVM, Python, JavaScript, .NET, Ruby, Rust, Swift.
    private static let programs: [(fault: FaultSignature, phrases: [String])] = [
        (
            .absentValue,
            [
                "nil pointer", "null pointer", "nullpointer", "nullreference", "nonetype", "of undefined", "of null",
                "undefined is not", "unexpectedly found nil", "none value", "segmentation fault", "invalid memory address",
                "is undefined", "|npe|", "nomethoderror: undefined method", "for nil:nilclass", "for nil",
                "value is nil", "must not be null", "cannot be null", "no value present", "nosuchelementexception",
                "object reference not set", "argumentnullexception", "unwrap() on a `none`", "uninitializedpropertyaccess",
                "is not iterable", "kotlin.uninitialized", "assignment to entry in nil map", "sigsegv", "lateinit property",
            ]
        ),
        (
            .unknownName,
            [
                "no mapping found", "unknown field", "no such field", "unrecognized field", "unknown property",
                "unknown argument", "has no attribute", "keyerror", "missing field", "missing key", "undefined method",
                "unknown method", "method not found", "unimplemented", "is not a function", "is not defined", "nameerror",
                "nosuchmethod", "nosuchfield", "classnotfound", "noclassdeffound", "modulenotfound", "cannot find module",
                "no module named", "importerror", "uninitialized constant", "undefined local variable",
                "missingmethodexception",
                "typeloadexception", "could not load file or assembly", "unresolved symbol", "symbol lookup error",
                "undefined symbol", "key not found:", "keynotfoundexception", "no such key", "unknown column", "unknown topic",
                "unknowntopic", "field required", "required property",
                "required parameter", "could not resolve placeholder", "no qualifying bean", "unsatisfieddependency",
                "unknown enum", "no enum constant", "unknown variant", "unexpected keyword argument", "unexpected argument",
                "cannot query field", "unrecognized option", "unknown option", "unknown command", "unknown flag",
            ]
        ),
        (
            .arithmetic,
            [
                "divide by zero", "division by zero", "/ by zero", "dividebyzero", "zerodivision", "divided by 0",
                "arithmeticexception", "arithmetic overflow", "integer overflow", "overflowexception", "overflowerror",
                "attempt to add with overflow", "attempt to subtract with overflow", "attempt to multiply with overflow",
                "floatdomainerror", "numeric value out of range", "numericvalueoutofrange", "integer out of range",
                "bigint out of range", "out of range for type", "out of range value for column", "too large or too small",
                "|nan|", "non-terminating decimal", "rounding necessary", "result is not a number", "value out of range",
                "swift runtime failure: arithmetic", "math domain error",
            ]
        ),
        (
            .outOfBounds,
            [
                "index out of range", "index out of bounds", "indexoutofbounds", "outofbounds", "outside the bounds",
                "slice bounds out of range", "list index out of range", "indexerror", "out of bounds", "rangeerror",
                "indexoutofrange", "stringindexout", "argumentoutofrange", "range end index",
            ]
        ),
        (
            .encoding,
            [
                "unicodedecodeerror", "unicodeencodeerror", "invalid byte sequence", "invalid utf-8", "invalid utf8",
                "malformedinput", "invalid start byte", "codec can't", "incompatible character encodings",
                "datetimeparseexception", "parsing time", "time data", "invalid date", "cannot parse date",
                "unparseable date", "invalid isoformat", "invalid datetime", "string was not recognized as a valid datetime",
                "serializationexception", "serialization error", "not serializable", "notserializable",
                "invalidclassexception", "streamcorrupted", "wireformat", "invalid wire type", "invalidprotocolbuffer",
                "protocol buffer", "schema registry", "incompatible schema", "avrotypeexception", "invalid magic",
                "unexpected token", "unexpected end of json", "invalid character", "jsondecodeerror", "json.exception",
                "jsonexception", "json parse error", "parsererror", "cannot deserialize", "typemismatch",
                "type mismatch", "classcastexception", "invalidcastexception", "cannot be cast", "invalid cast",
                "incorrect header check", "not in gzip format", "bad magic number", "numberformatexception",
                "invalid literal for int", "formatexception", "input string was not in a correct format",
                "strconv.", "invalid digit found", "could not be parsed", "invalid input syntax", "unsupported media type",
                "cannot unmarshal", "decodingerror", "datacorrupted", "unsupported content type", "unknown magic byte",
            ]
        ),
        (
            .loop,
            [
                "stack overflow", "stackoverflow", "overflowed its stack", "maximum recursion depth", "recursionerror",
                "maximum call stack", "stack level too deep", "stack depth limit", "goroutine stack exceeds",
                "infinite loop", "infinite recursion", "too many redirects", "redirect loop", "stack exhausted",
                "exceeded the maximum number of iterations", "endless loop", "circular reference", "self referencing loop",
            ]
        ),
        (
            .threads,
            [
                "unable to create native thread", "unable to create new native thread", "can't start new thread",
                "threadpool starvation", "thread pool starvation", "worker threads exhausted", "no available threads",
                "thread pool exhausted", "thread limit", "pthread_create", "too many goroutines", "too many threads",
                "could not obtain a thread", "all workers busy", "server reached max_children", "max_children",
                "worker_connections are not enough", "event loop blocked", "blocked event loop", "event loop lag",
                "thread blocked", "has been blocked for", "all threads busy", "all goroutines are asleep",
            ]
        ),
        (
            .memory,
            [
                "out of memory", "outofmemory", "oomkilled", "oom-kill", "heap space", "cannot allocate", "heap limit",
                "gc overhead limit", "metaspace", "memoryerror", "memory limit", "failed to allocate", "exit code 137",
                "memory allocation of", "invoked oom-killer", "out-of-memory", "memory pressure", "std::bad_alloc",
                "memory exhausted", "allowed memory size", "nomemoryerror", "memory usage above", "|oom|", "evicted",
                "maxmemory", "circuit_breaking_exception", "exceeded memory", "memory budget", "direct buffer memory",
                "heap usage", "heap memory", "low on memory",
            ]
        ),
    ]

    /// Databases, brokers, HTTP, gRPC and the interfaces of clouds.
    private static let services: [(fault: FaultSignature, phrases: [String])] = [
        (
            .deadline,
            [
                "deadline exceeded", "deadlineexceeded", "deadline_exceeded", "timed out", "timeout", "time out",
                "context canceled", "context cancelled", "etimedout", "timedout", "statement timeout", "max_execution_time",
                "maximum execution time", "gateway time-out", "ora-01013", "canceling statement due to",
                "operation canceled", "operation was canceled", "time limit", "exceeded time limit", "maxtimems",
                "readtimeoutexception", "query execution was interrupted",
            ]
        ),
        (
            .missingRelation,
            [
                "no such table", "unknown table", "undefined table", "undefinedtable", "unknown column", "no such column",
                "undefined column", "undefinedcolumn", "relation \"", "table or view does not exist", "doesn't exist",
                "unknown collection", "does not exist", "invalid object name", "invalid column name", "ora-00942", "ora-00904",
                "unconfigured table", "unconfigured columnfamily", "ns not found", "index_not_found_exception",
                "no such index", "resourcenotfoundexception", "nonexistentqueue", "queuedoesnotexist", "nosuchbucket",
                "not host this topic", "unknown_topic_or_partition", "undefined table:", "no exchange '", "no queue '",
                "mysql error 1146", "error 1054", "unmigrated", "pending migration", "missing migration", "undefined function",
            ]
        ),
        (
            .notFound,
            [
                "not found", "not registered", "unregistered", "no handler", "no such", "cannot find", "could not find",
                "notfound", "not_found", "no route", "no matching route", "unroutable", "no match for",
                "no provider", "no listener", "no consumer", "no subscriber", "unknown service", "unknown route",
                "no rule", "enoent", "missing file", "not configured", "unknown job", "unknown handler",
            ]
        ),
        (
            .throttled,
            [
                "throttl", "throughputexceeded", "throughput exceeded", "rate limit", "ratelimit", "rate exceeded",
                "too many requests", "quota", "capacity exceeded", "exceeded provisioned", "resource_exhausted",
                "resource exhausted", "resourceexhausted", "limiting requests", "slowdown", "slow down",
                "limit exceeded", "limitexceeded", "requests exceeded", "over limit", "exceeded the limit", "usage limit",
            ]
        ),
        (
            .exhausted,
            [
                "pool exhausted", "too many connections", "connection pool", "no available connection", "too many open files",
                "emfile", "enfile", "too many clients", "remaining connection slots", "connection is not available",
                "connectionpooltimeout", "pool timeout", "pooltimeout", "poolexhausted", "queuepool", "pool is empty",
                "could not get a resource from the pool", "max pool size", "pool size", "pool limit", "timed out acquiring",
                "acquiring a connection", "acquire connection", "waiting for a connection", "connection leak",
                "leaked connection", "leak detect", "apparent connection leak", "max number of clients", "max_user_connections",
                "ora-00018", "ora-00020", "ora-12519", "maxclients", "no free connections", "channel_max", "connection limit",
                "ports exhausted", "cannot assign requested address", "eaddrnotavail", "no buffer space", "file descriptors",
                "unable to get a connection", "unable to acquire", "exhausted", "connection slots",
                "maximum number of connections",
            ]
        ),
        (
            .slow,
            [
                "slow query", "slow request", "latency budget", "took too long", "slow operation", "exceeded soft",
                "ms  statement:", "slow log", "slowlog", "slow sql", "slow response", "long-running", "long running",
                "high latency", "latency above", "latency exceeded", "collscan", "full table scan", "seq scan",
                "sequential scan", "full scan", "high cpu", "cpu throttl", "soft lockup", "consumer lag",
                "lag increasing", "falling behind", "backtrack", "replication lag", "gc pause", "soft limit",
                "slo burn",
            ]
        ),
        (
            .refused,
            [
                "connection refused", "econnrefused", "connection reset", "econnreset", "broken pipe", "epipe", "unreachable",
                "no healthy upstream", "connection closed", "connectexception", "failed to connect", "could not connect",
                "cannot connect", "unable to connect", "connection error", "bad gateway", "service unavailable",
                "no route to host", "ehostunreach", "enetunreach", "upstream connect error", "socket hang up",
                "connection aborted",
                "nohostavailable", "brokernotavailable", "no brokers available", "leader_not_available",
                "no living connections",
                "server selection", "serverselection", "communications link failure", "unavailable: ", "code = unavailable",
                "status=unavailable", "wrongtype operation", "unexpected eof", "moved permanently", "all upstreams",
            ]
        ),
        (
            .invalid,
            [
                "validation", "out of range", "invalid value", "malformed", "failed to parse", "parse error", "parse_exception",
                "unmarshal", "cannot decode", "deserializ", "schema mismatch", "invalid argument", "invalid_argument",
                "bad request", "unprocessable", "invalid format", "illegalargument", "valueerror",
                "invalid input", "invalid json", "constraint violation", "does not match", "not allowed value",
                "unsupported value", "invalid state", "illegalstate", "failed to decode", "decode error", "unexpected value",
                "mapper_parsing_exception", "mapping exception", "strict_dynamic_mapping", "invalid parameter",
                "invalid request",
                "checksum mismatch",
            ]
        ),
        (
            .conflict,
            [
                "duplicate key", "duplicate entry", "unique constraint", "uniqueviolation", "uniqueness violation",
                "not-null constraint", "notnullviolation", "null value in column", "cannot be null",
                "cannot insert the value null",
                "foreign key", "foreignkeyviolation", "violates", "check constraint", "integrity constraint", "integrityerror",
                "dataintegrity", "ora-00001", "ora-01400", "e11000", "conditionalcheckfailed", "version conflict",
                "optimistic lock", "staleobject", "stale object", "already exists", "alreadyexists", "already_exists",
                "row was updated or deleted", "duplicate message", "duplicate record", "duplicate id", "double charge",
                "processed twice", "doesn't have a default value", "data truncated", "data too long",
            ]
        ),
        (
            .deadlock,
            [
                "deadlock", "lock wait", "could not obtain lock", "lock timeout", "lockwaittimeout", "could not acquire lock",
                "lock request time out", "ora-00060", "ora-00054", "waiting for table metadata lock", "accessexclusivelock",
                "sqlite_busy", "database is locked", "lockmode", "failed to acquire lock", "waiting for lock", "lock held",
                "lock contention", "ownable synchronizer", "all goroutines are asleep", "serialization failure",
                "could not serialize access", "write conflict", "waiting for accessexclusive",
                "lock not available", "locknotavailable", "waiting for sharelock", "waiting for exclusivelock",
            ]
        ),
        (
            .tooLarge,
            [
                "too large", "too_large", "toolarge", "entity too large", "larger than max", "exceeds maximum size",
                "message size", "max_allowed_packet", "payload size", "exceeds the limit", "exceeds limit", "too big",
                "recordtoolarge", "record is too large", "header fields too large", "maximum allowed size", "batchsize",
                "batch too large", "exceeds max", "maximum payload", "request size", "too many items", "too many parameters",
                "bind message has", "body exceeded", "received message larger",
            ]
        ),
    ]

    /// Operating systems, containers, networks, certificates and rights.
    private static let platforms: [(fault: FaultSignature, phrases: [String])] = [
        (
            .storageFull,
            [
                "no space left", "disk full", "enospc", "read-only file system", "quota exceeded", "volume full",
                "disk quota", "disk usage", "not enough space", "disk_watermark", "flood stage", "read-only-allow-delete",
                "diskpressure", "disk pressure", "could not extend file", "tablespace", "insufficient disk", "out of disk",
                "filesystem full", "inodes", "storage full", "write failed: disk",
            ]
        ),
        (
            .certificate,
            [
                "certificate", "x509", "tls handshake", "ssl_error", "handshake failure", "sslhandshake", "ssl handshake",
                "pkix path", "certificate_verify_failed", "self signed", "self-signed", "unknown ca", "sslexception",
                "ssl routines", "authenticationexception: the remote", "cert_has_expired", "no cipher", "protocol_version",
                "wrong version number", "hostname mismatch", "unsupported protocol",
            ]
        ),
        (
            .nameResolution,
            [
                "no such host", "name resolution", "nxdomain", "could not resolve host", "could not resolve name", "enotfound",
                "getaddrinfo", "unknownhost", "servfail", "name or service not known", "nodename nor servname",
                "eai_again", "failed to lookup address", "dns lookup", "temporary failure in name", "name does not resolve",
                "no such host is known", "could not be resolved", "failed to resolve", "cannot resolve host",
            ]
        ),
        (
            .authorisation,
            [
                "unauthorized", "unauthorised", "forbidden", "permission denied", "access denied", "invalid token",
                "unauthenticated", "accessdenied", "not authorized", "not authorised", "permission_denied",
                "insufficient privilege", "insufficient_scope", "insufficient permission", "insufficient scope",
                "authentication failed", "authenticationfailed", "authorization failed", "password authentication", "noauth",
                "wrongpass", "noperm", "token expired", "token has expired", "expired token", "expiredtoken",
                "invalid signature",
                "signature verification", "invalid_grant", "invalid_client", "invalid credentials", "bad credentials",
                "login failed", "eacces", "eperm", "operation not permitted", "not permitted", "missing scope",
                "unauthorizedaccess",
                "saslauthentication", "topic_authorization_failed", "topicauthorization", "ora-01017", "ora-01031",
                "security_exception", "csrf", "jwt expired", "tokenexpired", "signaturedoesnotmatch", "session expired",
                "assumerole", "cannot list resource", "cannot get resource", "cannot create resource", "must be owner of",
            ]
        ),
        (
            .overload,
            [
                "overload", "shedding", "queue full", "queue is full", "saturated", "backpressure", "rejectedexecution",
                "bufferexhausted", "buffer full", "too busy", "server busy", "serverbusy", "load shed", "es_rejected_execution",
                "retry storm", "retries exhausted", "max retries", "too many retries", "circuit breaker", "circuit open",
                "circuitbreaker", "breaker is open", "callnotpermitted", "bulkhead", "queue depth", "queue length",
                "queue capacity", "mailbox full", "insufficient replicas", "insufficient capacity", "no capacity",
            ]
        ),
        (
            .unhealthy,
            [
                "probe failed", "health check failed", "healthcheck failed", "health checks failed", "unhealthy",
                "crashloopbackoff", "back-off restarting", "failed health", "not ready", "notready", "failing health",
                "target.failedhealthchecks", "marked as down", "marking host", "failed to respond to health",
                "imagepullbackoff", "errimagepull", "createcontainerconfigerror", "runcontainererror", "failedscheduling",
                "insufficient cpu", "insufficient memory",
            ]
        ),
    ]

    /// A status of HTTP as logs write it; a number alone may be anything.
    private static let statuses: [(fault: FaultSignature, phrases: [String])] = [
        (FaultSignature.invalid, 400), (.authorisation, 401), (.authorisation, 403), (.notFound, 404), (.conflict, 409),
        (.tooLarge, 413), (.invalid, 422), (.throttled, 429), (.refused, 502), (.refused, 503), (.deadline, 504),
    ].map { fault, status in
        let before = [
            "status ", "status=", "status: ", "status:", "status code ", "status code: ", "statuscode: ", "statuscode=",
            "status_code=", "status_code: ", "\"status\":", "\"status\": ", "code=", "code: ", "http ", "http/1.1\" ", "error ",
            "http/2.0\" ",
        ]
        return (fault, before.map { "\($0)\(status)|" })
    }
}
