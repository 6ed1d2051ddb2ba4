import AlertAudit
import Core
import Foundation
import Yams

// The section `audit:` of the configuration.
extension ConfigurationFile {
    func audit(_ reader: YAMLReader) throws(Problem) -> AuditSettings {
        var settings = AuditSettings()
        for (name, value) in try reader.members(allowed: [
            "people", "silenceMaxDays", "silenceMaxAgeDays", "ownerLabels", "runbookAnnotations", "serviceLabels",
            "severityLabel", "pagingSeverities", "quietSeverities", "quietReceivers", "watchdogs", "alwaysFiringShare",
            "flappingFirings", "flappingSeconds", "unattendedFirings", "sampleSpacing", "severities", "disabled",
            "suppressions",
        ]) {
            switch name {
            case "people": settings.people = try people(value)
            case "silenceMaxDays": settings.silenceMaxDays = try value.number(0.01...3_660)
            case "silenceMaxAgeDays": settings.silenceMaxAgeDays = try value.number(0.01...3_660)
            case "ownerLabels": settings.ownerLabels = try value.strings()
            case "runbookAnnotations": settings.runbookAnnotations = try value.strings()
            case "serviceLabels": settings.serviceLabels = try value.strings()
            case "severityLabel": settings.severityLabel = try value.string()
            case "pagingSeverities": settings.pagingSeverities = try value.strings()
            case "quietSeverities": settings.quietSeverities = try value.strings()
            case "quietReceivers": settings.quietReceivers = try value.strings()
            case "watchdogs": settings.watchdogs = try value.strings()
            case "alwaysFiringShare": settings.alwaysFiringShare = try value.number(0.01...1)
            case "flappingFirings": settings.flappingFirings = try value.integer(2...100_000)
            case "flappingSeconds": settings.flappingSeconds = try value.number(1...86_400)
            case "unattendedFirings": settings.unattendedFirings = try value.integer(1...100_000)
            case "sampleSpacing": settings.sampleSpacing = try value.number(0.1...86_400)
            case "severities":
                for (check, severity) in try value.members() {
                    guard let level = AuditSeverity(rawValue: try severity.string()) else {
                        throw severity.problem("expected critical, warning or info")
                    }
                    settings.severities[try self.check(check, severity)] = level
                }
            case "disabled":
                for element in try value.elements() {
                    settings.disabled.append(try check(try element.string(), element))
                }
            default: for element in try value.elements() { settings.suppressions.append(try suppression(element)) }
            }
        }
        return settings
    }

    /// A list, or the path of a file with a name, id or address a line; empty lines and what follows `#` do not count.
    private func people(_ reader: YAMLReader) throws(Problem) -> [String] {
        guard reader.node.scalar != nil else { return try reader.strings() }
        let path = absolute(try reader.string())
        guard let data = FileManager.default.contents(atPath: path) else {
            throw reader.problem("the file '\(path)' cannot be read; give a list of people, or a file with one a line")
        }
        return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap { line in
            let name = line.prefix { $0 != "#" }.trimmingCharacters(in: .whitespaces)
            return name.isEmpty ? nil : name
        }
    }

    private func check(_ name: String, _ reader: YAMLReader) throws(Problem) -> AuditCheckID {
        guard let check = AuditCheckID(rawValue: name) else {
            throw reader.problem(
                "'\(name)' is no check; there are \(AuditCheckID.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return check
    }

    private func suppression(_ reader: YAMLReader) throws(Problem) -> AuditSuppression {
        var check: AuditCheckID?
        var subject: String?
        var reason: String?
        var until: Instant?
        for (name, value) in try reader.members(allowed: ["check", "subject", "reason", "until"]) {
            let text = try value.string()
            switch name {
            case "check": check = try self.check(text, value)
            case "subject": subject = text
            case "reason": reason = text
            default:
                until = Instant(rfc3339: text.count == 10 ? text + "T23:59:59Z" : text)
                if until == nil { throw value.problem("'\(text)' is no day such as 2027-03-31") }
            }
        }
        guard let subject, let reason, !reason.isEmpty, let until else {
            throw reader.problem(
                "needs a 'subject' (rule/GROUP/NAME, * and ? match), a 'reason', and a day 'until' which it holds")
        }
        return AuditSuppression(check: check, subject: subject, reason: reason, until: until)
    }
}
