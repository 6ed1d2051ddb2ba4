extension DiffCorpus {
    static let firstInnocents = #"""
        ## a helper extracted (Go)
        @ internal/tax/tax.go
         func Total(net, rate float64) float64 {
        -	return math.Round(net*(1+rate)*100) / 100
        +	return roundCents(net * (1 + rate))
         }
        +
        +func roundCents(v float64) float64 {
        +	return math.Round(v*100) / 100
        +}
        ## a local renamed (Java)
        @ src/main/java/shop/Basket.java
        -        int n = 0;
        -        for (Line l : lines) { n += l.quantity(); }
        -        return n;
        +        int pieces = 0;
        +        for (Line line : lines) { pieces += line.quantity(); }
        +        return pieces;
        ## a function moved to another file (Python)
        @ shop/views.py
        -def initials(name):
        -    return "".join(part[0] for part in name.split())
        -
        +from shop.text import initials
        @ shop/text.py
        +def initials(name):
        +    return "".join(part[0] for part in name.split())
        ## comments (Rust)
        @ src/queue.rs
        -// Waits for at most 5s; retries 3 times.
        +// Waits for at most 10s; retries 5 times.
         pub fn pull(&self) -> Option<Job> {
        ## colours (CSS)
        @ web/styles/card.css
        -.card { max-height: 200px; color: #333; }
        +.card { max-height: 320px; color: #222; }
        ## documentation
        @ docs/operations.md
        -Set `timeout` to 30s.
        +Set `timeout` to 5s and `retries` to 0.
        ## a test (TypeScript)
        @ src/cart/total.spec.ts
        -  expect(total(cart)).toBe(10);
        +  expect(total(cart, { timeout: 5 })).toBe(12);
        +  expect(() => total(undefined)).toThrow();
        ## continuous integration
        @ .github/workflows/build.yml
           build:
        -    timeout-minutes: 30
        +    timeout-minutes: 10
             steps:
        -      - uses: actions/setup-node@v3
        +      - uses: actions/setup-node@v4
        ## the program's version (Gradle)
        @ build.gradle
        -version = "2.14.0"
        +version = "2.15.0"
        ## a patch release (Go)
        @ go.mod
        -	golang.org/x/net v0.23.0
        +	golang.org/x/net v0.23.1
        ## the words of a log line (C#)
        @ Services/Importer.cs
        -            _logger.LogInformation("done {Count}", rows.Count);
        +            _logger.LogInformation("Imported {Count} rows from {Source}", rows.Count, source);
        ## a span (Go)
        @ internal/orders/place.go
         func (s *Service) Place(ctx context.Context, o Order) error {
        +	ctx, span := tracer.Start(ctx, "orders.Place")
        +	defer span.End()
         	return s.repo.Save(ctx, o)
        ## a counter (Java)
        @ src/main/java/shop/Checkout.java
        +    private final Counter accepted = Metrics.counter("checkout.accepted");
             public Receipt accept(Order order) {
        +        accepted.increment();
                 return receipts.issue(order);
        ## a header in the answer (Node)
        @ src/server.js
         app.use((req, res, next) => {
        +  res.setHeader("X-Content-Type-Options", "nosniff");
           next();
         });
        ## a check for nothing (TypeScript)
        @ src/user/label.ts
        -  return user.name.trim();
        +  if (!user || !user.name) {
        +    return "guest";
        +  }
        +  return user.name.trim();
        ## a default (Python)
        @ app/config.py
        -REGION = os.environ["REGION"]
        +REGION = os.environ.get("REGION", "eu-west-1")
        ## an index without a lock (SQL)
        @ migrations/0051_index.sql
        +CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_refunds_order ON refunds (order_id);
        ## more memory (Helm)
        @ charts/mailer/values.yaml
             limits:
        -      memory: 256Mi
        +      memory: 512Mi
        """#
}
