// Statements that change a database: in files of queries and in the migrations of frameworks.
extension DiffReader {
    private struct Rule {
        /// Each of these must stand in the statement, none of those.
        var all: [String]
        var none: [String] = []
        var kind: DiffEffect.Kind
        var says: String
    }

    private static let rules: [Rule] = [
        Rule(all: ["drop index"], kind: .indexRemoved, says: "drops an index"),
        Rule(
            all: ["create ", " index "], none: ["concurrently", "online = on", "online=on", "algorithm=inplace", "drop index"],
            kind: .tableLocked, says: "builds an index while writers wait"),
        Rule(all: ["reindex"], none: ["concurrently"], kind: .tableLocked, says: "builds an index again while others wait"),
        Rule(
            all: ["alter table", "not null"], none: ["default", "drop not null", "not valid"], kind: .constraintAdded,
            says: "asks for a value in each row"),
        Rule(all: ["alter table", "set not null"], kind: .tableLocked, says: "reads the whole table under a lock"),
        Rule(all: ["alter table", " type "], kind: .tableLocked, says: "rewrites a table"),
        Rule(all: ["alter table", "modify"], none: ["algorithm=instant"], kind: .tableLocked, says: "rewrites a table"),
        Rule(all: ["alter table", "change column"], kind: .tableLocked, says: "rewrites a table"),
        Rule(all: ["alter table", "convert to"], kind: .tableLocked, says: "rewrites a table"),
        Rule(
            all: ["alter table", "default", "add column", "("], none: ["varchar(", "decimal(", "numeric(", "char("],
            kind: .tableLocked, says: "rewrites a table"),
        Rule(
            all: ["alter table", "foreign key"], none: ["not valid"], kind: .tableLocked,
            says: "locks two tables while it checks them"),
        Rule(
            all: ["alter table", "add constraint"], none: ["not valid", "using index"], kind: .tableLocked,
            says: "locks a table while it checks it"),
        Rule(
            all: ["alter table", "add index"], none: ["algorithm=inplace"], kind: .tableLocked,
            says: "builds an index while writers wait"),
        Rule(all: ["alter table", "add primary key"], kind: .tableLocked, says: "rewrites a table"),
        Rule(all: ["alter table", "add constraint"], kind: .constraintAdded, says: "adds a constraint"),
        Rule(all: ["alter table", "foreign key"], kind: .constraintAdded, says: "adds a constraint"),
        Rule(all: ["alter table", "unique"], kind: .constraintAdded, says: "adds a constraint"),
        Rule(all: ["create unique index"], kind: .constraintAdded, says: "adds a constraint"),
        Rule(all: ["alter table", "check ("], kind: .constraintAdded, says: "adds a constraint"),
        Rule(all: ["drop column"], kind: .relationRemoved, says: "drops a column"),
        Rule(all: ["drop table"], kind: .relationRemoved, says: "drops a table"),
        Rule(all: ["drop view"], kind: .relationRemoved, says: "drops a view"),
        Rule(all: ["alter table", "rename"], kind: .relationRemoved, says: "renames a table or column"),
        Rule(all: ["rename table"], kind: .relationRemoved, says: "renames a table"),
        Rule(
            all: ["alter table", " drop "],
            none: ["drop not null", "drop default", "drop constraint", "drop column", "drop index"], kind: .relationRemoved,
            says: "drops a column"),
        Rule(all: ["drop type"], kind: .relationRemoved, says: "drops a type"),
        Rule(all: ["lock table"], kind: .tableLocked, says: "locks a table"),
        Rule(all: ["vacuum full"], kind: .tableLocked, says: "rewrites a table"),
        Rule(all: ["optimize table"], kind: .tableLocked, says: "rewrites a table"),
        Rule(all: ["cluster ", " using "], kind: .tableLocked, says: "rewrites a table"),
        Rule(
            all: ["refresh materialized view"], none: ["concurrently"], kind: .tableLocked,
            says: "locks a view while it fills it"),
        Rule(
            all: ["update ", " set "], none: ["where", "on conflict", "on duplicate", "for update", "on update", "("],
            kind: .tableLocked, says: "locks all rows of a table"),
        Rule(
            all: ["update ", " set ", " null"], none: ["for update", "limit", "on update", "on conflict"], kind: .tableLocked,
            says: "locks many rows of a table"),
        Rule(all: ["delete from"], none: ["where"], kind: .relationRemoved, says: "empties a table"),
        Rule(all: ["truncate "], kind: .relationRemoved, says: "empties a table"),
        Rule(all: ["revoke "], kind: .permissionReduced, says: "takes away rights"),
        // Rails, Django, Alembic, Knex, Laravel, Entity Framework, Ecto.
        Rule(all: ["remove_index"], kind: .indexRemoved, says: "drops an index"),
        Rule(all: ["dropindex"], kind: .indexRemoved, says: "drops an index"),
        Rule(all: ["removeindex"], kind: .indexRemoved, says: "drops an index"),
        Rule(all: ["drop_index"], kind: .indexRemoved, says: "drops an index"),
        Rule(all: ["add_index"], none: ["concurrently"], kind: .tableLocked, says: "builds an index while writers wait"),
        Rule(all: ["create_index"], none: ["concurrently"], kind: .tableLocked, says: "builds an index while writers wait"),
        Rule(all: ["addindex("], none: ["concurrently"], kind: .tableLocked, says: "builds an index while writers wait"),
        Rule(
            all: ["createindex("], none: ["concurrently", "background"], kind: .tableLocked,
            says: "builds an index while writers wait"),
        Rule(
            all: ["change_column"], none: ["change_column_default", "change_column_null"], kind: .tableLocked,
            says: "rewrites a table"),
        Rule(all: ["change_column_null", "false"], kind: .constraintAdded, says: "asks for a value in each row"),
        Rule(all: ["change_column_null", "false"], kind: .tableLocked, says: "reads the whole table under a lock"),
        Rule(
            all: ["add_column", "null: false"], none: ["default:"], kind: .constraintAdded, says: "asks for a value in each row"
        ),
        Rule(
            all: ["add_foreign_key"], none: ["validate: false"], kind: .tableLocked,
            says: "locks two tables while it checks them"),
        Rule(all: ["alter_column", "type"], kind: .tableLocked, says: "rewrites a table"),
        Rule(all: ["alter_column", "nullable=false"], kind: .constraintAdded, says: "asks for a value in each row"),
        Rule(
            all: ["add_column", "nullable=false"], none: ["server_default"], kind: .constraintAdded,
            says: "asks for a value in each row"),
        Rule(all: ["alterfield("], kind: .tableLocked, says: "rewrites a table"),
        Rule(all: ["altercolumn"], kind: .tableLocked, says: "rewrites a table"),
        Rule(all: ["alter()"], kind: .tableLocked, says: "rewrites a table"),
        Rule(all: ["unique_constraint"], kind: .constraintAdded, says: "adds a constraint"),
        Rule(all: ["uniqueconstraint"], kind: .constraintAdded, says: "adds a constraint"),
        Rule(all: ["unique: true"], kind: .constraintAdded, says: "adds a constraint"),
        Rule(all: ["unique=true"], kind: .constraintAdded, says: "adds a constraint"),
        Rule(all: ["remove_column"], kind: .relationRemoved, says: "drops a column"),
        Rule(all: ["removefield("], kind: .relationRemoved, says: "drops a column"),
        Rule(all: ["drop_column"], kind: .relationRemoved, says: "drops a column"),
        Rule(all: ["dropcolumn"], kind: .relationRemoved, says: "drops a column"),
        Rule(all: ["rename_column"], kind: .relationRemoved, says: "renames a column"),
        Rule(all: ["renamefield("], kind: .relationRemoved, says: "renames a column"),
        Rule(all: ["renamecolumn"], kind: .relationRemoved, says: "renames a column"),
        Rule(all: ["rename_table"], kind: .relationRemoved, says: "renames a table"),
        Rule(all: ["drop_table"], kind: .relationRemoved, says: "drops a table"),
        Rule(all: ["droptable"], kind: .relationRemoved, says: "drops a table"),
        Rule(all: ["deletemodel("], kind: .relationRemoved, says: "drops a table"),
        Rule(all: ["renamemodel("], kind: .relationRemoved, says: "renames a table"),
    ]

    /// What undoes a migration does not run when it is shipped.
    private static func isUndo(_ path: String) -> Bool {
        let path = path.lowercased()
        return path.contains(".down.") || path.contains("/down/") || path.contains("rollback") || path.contains("undo")
    }

    mutating func readSchema(_ edits: [DiffEdit], _ patch: PatchLines) {
        guard !Self.isUndo(patch.path) else { return }
        let path = patch.path.lowercased()
        let isMigration =
            patch.form == .query || ["migrat", "schema", "/db/", "alembic", "changelog"].contains(where: path.contains)
        let statements = Self.statements(patch)
        let made = Set(
            statements.flatMap { statement -> [String] in
                let words = Setting.plainWords(in: statement.text)
                return zip(words, words.dropFirst()).filter {
                    ["table", "exists", "create_table", "createtable", "create_table"].contains($0.0)
                        && statement.text.lowercased().contains("create")
                }.map(\.1)
            })
        for statement in statements {
            let text = " " + statement.text.lowercased() + " "
            let words = Setting.plainWords(in: text)
            guard isMigration || text.contains("table") || text.contains("index") else { continue }
            for rule in Self.rules where rule.all.allSatisfy(text.contains) && !rule.none.contains(where: text.contains) {
                guard isMigration || statement.text.contains(rule.all[0].uppercased()) || rule.all[0].contains("_") else {
                    continue
                }
                // A table that the change itself makes is empty.
                guard made.isDisjoint(with: words) || text.contains("drop") || text.contains("rename") else { continue }
                add(
                    rule.kind, "\(rule.says): \(Setting.quoted(statement.text))",
                    words.filter { $0.utf8.count >= 4 && !Self.sqlWords.contains($0) })
            }
        }
        if isMigration { readColumns(edits) }
        for line in patch.lines where line.sign == .removed && !line.isMoved {
            let text = line.text.lowercased()
            guard text.hasPrefix("create table") || text.contains("create_table") || text.contains("createtable(") else {
                continue
            }
            add(.relationRemoved, "no longer makes a table: \(Setting.quoted(line.text))", Setting.plainWords(in: text))
        }
    }

    private static let sqlWords: Set<String> = [
        "alter", "table", "column", "create", "index", "drop", "null", "default", "type", "text", "update", "where",
        "constraint", "unique", "foreign", "references",
        "rename", "modify", "integer", "varchar", "false", "true", "string", "boolean", "decimal", "concurrently", "exists",
    ]

    /// Added lines, those of one statement joined.
    private static func statements(_ patch: PatchLines) -> [(text: String, hunk: Int)] {
        var statements: [(text: String, hunk: Int)] = []
        var isOpen = false
        for line in patch.lines where line.sign == .added && !line.isMoved {
            if isOpen, let last = statements.last, last.hunk == line.hunk, last.text.utf8.count < 400 {
                statements[statements.count - 1].text += " " + line.text
            } else {
                statements.append((line.text, line.hunk))
            }
            isOpen = patch.form == .query ? !line.text.contains(";") : line.text.hasSuffix("(") || line.text.hasSuffix(",")
        }
        return statements
    }

    /// `null=True` and the like in the models that migrations are made from.
    private mutating func readColumns(_ edits: [DiffEdit]) {
        for edit in edits where edit.old.text.contains("null=True") && !edit.new.text.contains("null=True") {
            add(.constraintAdded, "asks for a value in \(Setting.quoted(edit.new.text))", Self.names(of: edit.new))
        }
    }
}
