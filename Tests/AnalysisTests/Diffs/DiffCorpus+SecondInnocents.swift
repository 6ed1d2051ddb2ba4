extension DiffCorpus {
    static let secondInnocents = #"""
        ## a helper extracted (TypeScript)
        @ src/orders/handler.ts
        -  const total = lines.reduce((sum, l) => sum + l.price * l.quantity, 0);
        +  const total = totalOf(lines);
        @ src/orders/total.ts
        +export function totalOf(lines: Line[]): number {
        +  return lines.reduce((sum, l) => sum + l.price * l.quantity, 0);
        +}
        ## a helper extracted (C#)
        @ Services/InvoiceService.cs
        -            var path = Path.Combine(_root, invoice.Year.ToString(), invoice.Id + ".pdf");
        +            var path = PathOf(invoice);
        +        private string PathOf(Invoice invoice)
        +        {
        +            return Path.Combine(_root, invoice.Year.ToString(), invoice.Id + ".pdf");
        +        }
        ## a loop's body extracted (Go)
        @ internal/report/build.go
         	for _, row := range rows {
        -		line := strings.TrimSpace(row.Name) + "," + strconv.Itoa(row.Count)
        -		out = append(out, line)
        +		out = append(out, format(row))
         	}
        +
        +func format(row Row) string {
        +	return strings.TrimSpace(row.Name) + "," + strconv.Itoa(row.Count)
        +}
        ## a parameter renamed (Rust)
        @ src/render.rs
        -fn render(t: &Template, c: &Context) -> String {
        -    t.apply(c)
        +fn render(template: &Template, context: &Context) -> String {
        +    template.apply(context)
         }
        ## a local renamed (Kotlin)
        @ src/main/kotlin/Feed.kt
        -        val res = client.posts(user)
        -        return res.filter { it.visible }
        +        val posts = client.posts(user)
        +        return posts.filter { it.visible }
        ## methods in another order (Ruby)
        @ app/models/user.rb
        -  def initials
        -    name[0]
        -  end
        -
           def label
             name
           end
        +
        +  def initials
        +    name[0]
        +  end
        ## a class moved to its own file (Java)
        @ src/main/java/shop/Cart.java
        -class Line {
        -    final String sku;
        -    Line(String sku) { this.sku = sku; }
        -}
        @ src/main/java/shop/Line.java
        +class Line {
        +    final String sku;
        +    Line(String sku) { this.sku = sku; }
        +}
        ## comments of a function (Python)
        @ app/pay.py
         def capture(order):
        -    # retries up to 3 times, timeout 5s
        +    # The gateway retries by itself.
             return gateway.capture(order.id)
        ## a description (OpenAPI)
        @ api/openapi.yaml
             get:
        -      summary: Orders
        +      summary: Orders of one customer, newest first
               operationId: listOrders
        ## the width of a column (SCSS)
        @ web/src/theme/_layout.scss
        -$limit-width: 960px;
        +$limit-width: 1200px;
        ## an icon (TSX)
        @ web/src/components/Menu.tsx
        -      <Icon name="menu" size={16} />
        +      <Icon name="hamburger" size={20} />
        ## a test of limits (Go)
        @ internal/pool/pool_test.go
        -	p := New(10)
        +	p := New(2)
        +	p.Timeout = time.Millisecond
        ## a fixture (JSON)
        @ tests/fixtures/order.json
        -  "status": "open",
        +  "state": "open",
        ## a benchmark in continuous integration
        @ .gitlab-ci.yml
        -  timeout: 1h
        +  timeout: 20m
        ## a version constant (Swift)
        @ Sources/App/Version.swift
        -public let version = "3.4.1"
        +public let version = "3.5.0"
        ## a chart's version (Helm)
        @ charts/api/Chart.yaml
        -version: 1.8.2
        +version: 1.8.3
        -appVersion: "2024.05.01"
        +appVersion: "2024.05.08"
        ## patch releases (npm)
        @ package.json
        -    "express": "4.18.2",
        +    "express": "4.18.3",
        -    "zod": "3.22.3",
        +    "zod": "3.22.4",
        ## a minor release (Cargo)
        @ Cargo.toml
        -serde = "1.0.197"
        +serde = "1.0.201"
        ## a line of the log with more in it (Go)
        @ internal/auth/login.go
        -	log.Printf("login ok user=%s", u.ID)
        +	log.Printf("login ok user=%s tenant=%s took=%s", u.ID, u.Tenant, time.Since(start))
        ## structured fields (Python)
        @ app/middleware.py
        -    logger.info("request %s %s", request.method, request.path)
        +    logger.info("request", extra={"method": request.method, "path": request.path, "timeout": False})
        """#
}
