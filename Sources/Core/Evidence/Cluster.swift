/// An object of a cluster that an event or a state is about.
public struct ClusterObject: Sendable, Hashable, Codable {
    /// `Pod`, `Deployment`, `ReplicaSet`, `StatefulSet`, `Node`.
    public var kind: String
    public var namespace: String?
    public var name: String
    public init(kind: String, namespace: String? = nil, name: String) {
        self.kind = kind
        self.namespace = namespace
        self.name = name
    }
}

/// Something that a cluster's components reported: `Unhealthy`, `BackOff`, `ScalingReplicaSet`. The evidence's
/// ``Evidence/stamp`` is when it was last seen.
public struct ClusterEvent: Sendable, Hashable, Codable {
    public var object: ClusterObject
    /// `Normal` or `Warning`.
    public var type: String
    public var reason: String
    public var message: String
    /// How often it was seen; 1 where the source does not count.
    public var count: Int
    public var firstSeen: Instant?
    public var lastSeen: Instant
    /// What reported it: `kubelet`, `deployment-controller`.
    public var reporter: String?
    public init(
        object: ClusterObject, type: String, reason: String, message: String, count: Int = 1, firstSeen: Instant? = nil,
        lastSeen: Instant, reporter: String? = nil
    ) {
        self.object = object
        self.type = type
        self.reason = reason
        self.message = message
        self.count = count
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.reporter = reporter
    }
}

/// A workload as a cluster holds it now: how many of its pods are wanted and ready, and what runs in them.
public struct WorkloadState: Sendable, Hashable, Codable {
    public struct Condition: Sendable, Hashable, Codable {
        /// `Available`, `Progressing`.
        public var type: String
        /// `True`, `False`, `Unknown`.
        public var status: String
        public var reason: String?
        public var message: String?
        public var changedAt: Instant?
        public init(type: String, status: String, reason: String? = nil, message: String? = nil, changedAt: Instant? = nil) {
            self.type = type
            self.status = status
            self.reason = reason
            self.message = message
            self.changedAt = changedAt
        }
    }

    public var object: ClusterObject
    public var desired: Int
    public var ready: Int
    public var updated: Int
    public var revision: String?
    public var changeCause: String?
    /// By container.
    public var images: [String: String]
    /// Names of the config maps that its pods read.
    public var configMaps: [String]
    public var conditions: [Condition]

    public init(
        object: ClusterObject, desired: Int, ready: Int, updated: Int, revision: String? = nil, changeCause: String? = nil,
        images: [String: String] = [:], configMaps: [String] = [], conditions: [Condition] = []
    ) {
        self.object = object
        self.desired = desired
        self.ready = ready
        self.updated = updated
        self.revision = revision
        self.changeCause = changeCause
        self.images = images
        self.configMaps = configMaps
        self.conditions = conditions
    }
}

/// A pod as a cluster holds it now: whether its containers are ready, how often they were restarted, and how they last ended.
public struct PodState: Sendable, Hashable, Codable {
    public struct Container: Sendable, Hashable, Codable {
        public var name: String
        public var isReady: Bool
        public var restarts: Int
        /// `running`, `waiting`, `terminated`.
        public var state: String
        /// Why it waits or ended: `CrashLoopBackOff`, `ImagePullBackOff`, `OOMKilled`.
        public var reason: String?
        public var lastEnd: End?
        public init(
            name: String, isReady: Bool, restarts: Int, state: String, reason: String? = nil, lastEnd: End? = nil
        ) {
            self.name = name
            self.isReady = isReady
            self.restarts = restarts
            self.state = state
            self.reason = reason
            self.lastEnd = lastEnd
        }
    }

    /// How a container ended before it was last started.
    public struct End: Sendable, Hashable, Codable {
        /// `OOMKilled`, `Error`, `Completed`.
        public var reason: String?
        public var exitCode: Int
        public var startedAt: Instant?
        public var finishedAt: Instant?
        public init(reason: String? = nil, exitCode: Int, startedAt: Instant? = nil, finishedAt: Instant? = nil) {
            self.reason = reason
            self.exitCode = exitCode
            self.startedAt = startedAt
            self.finishedAt = finishedAt
        }
    }

    public var object: ClusterObject
    public var node: String?
    /// `Pending`, `Running`, `Succeeded`, `Failed`, `Unknown`.
    public var phase: String
    public var startedAt: Instant?
    public var containers: [Container]

    public init(object: ClusterObject, node: String? = nil, phase: String, startedAt: Instant? = nil, containers: [Container]) {
        self.object = object
        self.node = node
        self.phase = phase
        self.startedAt = startedAt
        self.containers = containers
    }
}
