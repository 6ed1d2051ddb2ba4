/// What people read: runbooks, owners, and texts with templates.
extension EstateBuilder {
    mutating func plantMissingRunbook() {
        for variant in turns(4, of: 4) {
            var draft = gaugeRule(ordinary())
            switch variant {
            case 0: draft.runbook = .missing
            case 1: draft.runbook = .text(name: "runbook_url", value: "")
            case 2:
                draft.runbook = .text(
                    name: dice.pick(["runbok_url", "runbook_ulr", "rubook_url"]),
                    value: "https://wiki.shop.example/ops/\(draft.service.name)")
            default:
                draft.runbook = .text(
                    name: "description", value: "Ask \(teams[draft.service.team].name), they know what to do.")
            }
            add(draft, .fault("missing-runbook"))
        }
        for variant in turns(6, of: 5) {
            var draft = gaugeRule(ordinary(), shape: 2)
            let key = teams[draft.service.team].serviceLabel
            switch variant {
            case 0:
                draft.runbook = .text(name: "runbook_url", value: "https://runbooks.shop.example/{{ $labels.\(key) }}")
            case 1:
                draft.runbook = .text(
                    name: "runbook_url", value: "https://wiki.shop.example/x/\(dice.int(1000...9999))?a=1&b=2#do")
            case 2:
                draft.runbook = .text(
                    name: "runbook_url", value: "https://files.shop.example/runbooks/\(draft.service.name).pdf")
            case 3:
                draft.extraAnnotations = [
                    (name: "description", value: "There is no runbook step for a restart: do not restart.")
                ]
            default:
                draft.summary = ""
                draft.extraAnnotations = [(name: "dashboard", value: "https://graphs.shop.example/d/\(dice.int(100...999))")]
            }
            add(draft, .fine("missing-runbook"))
        }
    }

    mutating func plantMissingOwner() {
        for variant in turns(4, of: 3) {
            var draft = gaugeRule(ordinary(), shape: 2)
            draft.hasOwner = false
            switch variant {
            case 0: break
            case 1: draft.labels[dice.pick(["tema", "temas", "onwer"])] = teams[draft.service.team].name
            default: draft.extraAnnotations = [(name: "note", value: "Owned by nobody in particular since the reorganisation.")]
            }
            add(draft, .fault("missing-owner"))
        }
        for variant in turns(6, of: 3) {
            let team = dice.below(teams.count)
            let owner = teams[team].ownerLabel
            switch variant {
            case 0:
                // The series carry the owner, and the expression keeps it.
                let (service, kind) = freeGauge()
                add(seriesOwned(service, kind), .fine("missing-owner"))
            case 1:
                // Under another team's name for the same thing.
                var draft = gaugeRule(ordinary())
                draft.hasOwner = false
                draft.labels[dice.pick(["team", "owner", "squad"])] = teams[draft.service.team].name
                add(draft, .fine("missing-owner"))
            default:
                var draft = gaugeRule(ordinary())
                draft.labels["subteam"] = "\(owner)-\(dice.int(1...5))"
                add(draft, .fine("missing-owner"))
            }
        }
    }

    private mutating func seriesOwned(_ service: EstateService, _ kind: GaugeKind) -> RuleDraft {
        let team = teams[service.team]
        let limit = threshold(kind)
        let curve = curve(usual: kind.usual, threshold: limit, isShare: kind.isShare, .near(3), &dice)
        let (selector, signal) = gauge(
            service, metric: kind.metric, curve: curve, extra: [team.ownerLabel: team.name], ceiling: kind.isShare ? 1 : nil)
        let keeps = dice.chance(0.5)
        let keys = [team.serviceLabel, team.ownerLabel]
        let isBelow = kind.isBelow
        return RuleDraft(
            stem: Wording.camel(service.name) + kind.stem, service: service, topic: dice.pick(Wording.topics),
            expression: (keeps ? "max by (\(keys.joined(separator: ", "))) (\(selector))" : selector)
                + " \(isBelow ? "<" : ">") \(Wording.number(limit))", hold: 600,
            summary: "\(service.name): {{ $value }} \(kind.phrase)", hasOwner: false,
            signals: [keeps ? signal.keeping(keys) : signal], holds: { isBelow ? $0 < limit : $0 > limit })
    }

    mutating func plantTemplateFails() {
        for variant in turns(4, of: 6) {
            // The service's label alone is left, and the text asks for more.
            var draft = gaugeRule(ordinary(), shape: 2)
            let key = teams[draft.service.team].serviceLabel
            let name = draft.service.name
            switch variant {
            case 0: draft.summary = "\(name) on {{ $labels.\(dice.pick(["pod", "host", "node_name"])) }} is at {{ $value }}"
            case 1: draft.summary = "{{ $labels.instance }} has {{ $value | humanize }} waiting"
            case 2: draft.summary = "\(name): {{ $labels.\(key).name }} is at {{ $value }}"
            case 3: draft.summary = "{{ slice $labels.\(key) 0 \(dice.int(70...200)) }} is at {{ $value }}"
            case 4:
                draft.extraAnnotations = [
                    (
                        name: "description",
                        value: "Now {{ (query \"\(name.replacing("-", with: "_"))_gone_total\" | first).Value }} in all."
                    )
                ]
            default:
                draft.labels["region"] = "{{ $labels.\(dice.pick(["region_name", "datacentre", "az"])) }}"
                draft.summary = "\(name) is at {{ $value }} in {{ $labels.datacentre }}"
            }
            add(
                draft, .fault("template-fails"),
                or: { variant < 2 || variant == 5 ? [(check: "missing-labels", subject: $0)] : [] })
        }
        for variant in turns(8, of: 8) {
            var draft = gaugeRule(ordinary(), shape: 0)
            let key = teams[draft.service.team].serviceLabel
            switch variant {
            case 0: draft.summary = "{{ $labels.instance }} of {{ $labels.job }} is at {{ $value }}"
            case 1: draft.summary = "{{ with $labels.pod }}pod {{ . }} of {{ end }}{{ $labels.\(key) }} is at {{ $value }}"
            case 2:
                draft.summary =
                    "{{ if eq $labels.namespace \"none\" }}nobody{{ else }}{{ $labels.\(key) }}{{ end }} is at {{ $value }}"
            case 3: draft.summary = "{{ range query \"up\" }}{{ .Labels.instance }} {{ end }}"
            case 4: draft.summary = "{{ .Labels.\(key) }}: {{ .Value | humanize1024 }}"
            case 5: draft.summary = "{{ index $labels \"instance\" | reReplaceAll \":.*\" \"\" }} is at {{ $value }}"
            case 6: draft.summary = "{{ $l := $labels }}{{ $l.\(key) | toUpper }} at {{ $value | printf \"%.1f\" }}"
            default:
                draft.summary =
                    "Cluster {{ $externalLabels.cluster }}, {{ $labels.\(key) | title }}, braces like {x} or percent % are text"
            }
            add(draft, .fine("template-fails"))
        }
    }
}
