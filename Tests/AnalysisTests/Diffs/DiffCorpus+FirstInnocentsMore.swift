extension DiffCorpus {
    static let firstInnocentsMore = #"""

        ## types written out (Python)
        @ app/format.py
        -def money(amount, currency):
        -    return f"{amount:.2f} {currency}"
        +def money(amount: Decimal, currency: str) -> str:
        +    return f"{amount:.2f} {currency}"
        ## a line broken in two (Kotlin)
        @ src/main/kotlin/Report.kt
        -    return render(header(title), rows.map { it.cells() }, footer(rows.size))
        +    return render(
        +        header(title),
        +        rows.map { it.cells() },
        +        footer(rows.size)
        +    )
        ## imports in order (TypeScript)
        @ src/app.ts
        -import { b } from "./b";
        -import { a } from "./a";
        +import { a } from "./a";
        +import { b } from "./b";
        ## constants for numbers (Go)
        @ internal/http/codes.go
        +const statusTeapot = 418
         func teapot(w http.ResponseWriter) {
        -	w.WriteHeader(418)
        +	w.WriteHeader(statusTeapot)
        ## an error with its cause (Go)
        @ internal/store/open.go
         	if err != nil {
        -		return nil, err
        +		return nil, fmt.Errorf("open store: %w", err)
         	}
        ## a loop that became a comprehension (Python)
        @ app/tags.py
        -    names = []
        -    for tag in tags:
        -        names.append(tag.name)
        -    return names
        +    return [tag.name for tag in tags]
        ## a private method renamed (Ruby)
        @ app/services/mailer.rb
        -    body = build_txt(user)
        +    body = build_text(user)
        -  def build_txt(user)
        +  def build_text(user)
             "Hello #{user.name}"
        ## code that nothing used (Java)
        @ src/main/java/shop/Util.java
        -    private static String legacyLabel(Item item) {
        -        return item.name().toUpperCase(Locale.ROOT);
        -    }
        -
             static String label(Item item) {
        ## a typing error in a message (Rust)
        @ src/errors.rs
        -    #[error("recieved unexpected frame")]
        +    #[error("received unexpected frame")]
        ## labels (Kubernetes)
        @ k8s/cart.yaml
           labels:
        +    team: checkout
             app: cart
        ## a dashboard
        @ dashboards/cart.json
        -  "title": "Cart",
        +  "title": "Cart service",
           "refresh": "30s",
        ## a new end point (Go)
        @ internal/api/routes.go
         	r.Get("/orders", h.List)
        +	r.Get("/version", h.Version)
        ## a page's text (TSX)
        @ web/src/components/Banner.tsx
        -      <h2 className="banner">Welcome</h2>
        +      <h2 className="banner banner--wide">Welcome back</h2>
        ## rows are closed now (Go)
        @ internal/catalog/list.go
         	rows, err := db.Query(ctx, list)
         	if err != nil {
         		return nil, err
         	}
        +	defer rows.Close()
        ## a switch statement for a chain of ifs (Swift)
        @ Sources/App/Icon.swift
        -        if kind == "file" { return "doc" }
        -        if kind == "folder" { return "folder" }
        -        return "questionmark"
        +        switch kind {
        +        case "file": return "doc"
        +        case "folder": return "folder"
        +        default: return "questionmark"
        +        }
        ## code owners
        @ .github/CODEOWNERS
        -/billing @team-a
        +/billing @team-money
        ## a struct's field described (Go)
        @ api/types.go
         type Page struct {
        -	Size int `json:"size"`
        +	// Size is the number of entries.
        +	Size int `json:"size"`
        ## a lint rule switched off for a line (JavaScript)
        @ src/legacy.js
        -  const self = this;
        +  const self = this; // eslint-disable-line consistent-this
        ## an added column that may be empty (SQL)
        @ migrations/0060_note.sql
        +ALTER TABLE tickets ADD COLUMN note text;
        ## an order of fields (GraphQL)
        @ schema/product.graphql
         type Product {
        -  name: String
        -  id: ID!
        +  id: ID!
        +  name: String
         }
        ## an emptier log (Java)
        @ src/main/java/shop/Cart.java
        -        log.info("cart {}", cart);
        +        log.debug("cart {}", cart);
        ## string interpolation (C#)
        @ Services/Greeting.cs
        -            return "Hello " + user.Name + "!";
        +            return $"Hello {user.Name}!";
        """#
}
