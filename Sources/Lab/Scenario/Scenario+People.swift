import Core

extension Scenario {
    struct Paging: Sendable, Decodable {
        var subdomain: String
        var users: [PagingUser]
        var escalationPolicy: Reference
        var team: Reference
        var services: [PagingService]
        var incidents: [PagingIncident]
        var maintenanceWindows: [Maintenance]
        var changeEvents: [ChangeEvent]
    }

    struct Reference: Sendable, Decodable {
        var id: String
        var summary: String
    }

    struct PagingUser: Sendable, Decodable {
        var id: String
        var name: String
        var email: String
        var role: String
        var title: String
    }

    struct PagingService: Sendable, Decodable {
        var id: String
        var service: String
        var description: String
        var created: When
    }

    struct PagingIncident: Sendable, Decodable {
        var id: String
        var number: Int
        var title: String
        var service: String
        var urgency: String
        var priority: String?
        var created: When
        var acknowledged: Act?
        var resolved: Act
        var alerts: [PagingAlert]
        var log: [LogEntry]
        var notes: [Note]
        /// The incident that an investigation starts from.
        var main: Bool?
    }

    /// Without a user: by the monitoring tool, through the API.
    struct Act: Sendable, Decodable {
        var at: When
        var user: String?
    }

    struct PagingAlert: Sendable, Decodable {
        var id: String
        var at: When
        var summary: String
        var severity: String
        var key: String
        var details: OrderedJSON
    }

    struct LogEntry: Sendable, Decodable {
        var id: String
        var type: String
        var at: When
        var user: String?
        var channel: String
        var summary: String
    }

    struct Note: Sendable, Decodable {
        var id: String
        var at: When
        var user: String
        var content: String
    }

    struct Maintenance: Sendable, Decodable {
        var id: String
        var description: String
        var from: When
        var to: When
        var service: String
        var user: String
    }

    struct ChangeEvent: Sendable, Decodable {
        var id: String
        var at: When
        var summary: String
        var service: String
        var source: String
        var details: OrderedJSON
    }

    struct Chat: Sendable, Decodable {
        var team: String
        var teamID: String
        var users: [ChatUser]
        var channels: [Channel]
    }

    struct ChatUser: Sendable, Decodable {
        var id: String
        var name: String
        var realName: String
        var title: String
        var bot: Bool?
    }

    struct Channel: Sendable, Decodable {
        var id: String
        var name: String
        var topic: String
        var created: When
        var members: [String]
        var messages: [Message]
    }

    struct Message: Sendable, Decodable {
        var at: When
        var user: String?
        var botID: String?
        var botName: String?
        var subtype: String?
        var text: String
        var edited: When?
        var reactions: [String: [String]]?
        var replies: [Message]?
    }
}
