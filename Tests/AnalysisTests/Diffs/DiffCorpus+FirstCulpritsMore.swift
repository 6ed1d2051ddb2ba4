extension DiffCorpus {
    static let firstCulpritsMore = #"""

        ## another port (env)
        @ deploy/prod.env
        -REDIS_ADDR=redis-main.cache.svc:6379
        +REDIS_ADDR=redis-main.cache.svc:6380
        > dial tcp 10.2.0.9:6380: connect: connection refused
        ## an action taken from a role (Terraform)
        @ infra/iam/uploader.tf
           actions = [
             "s3:GetObject",
        -    "s3:PutObject",
           ]
        > AccessDenied: User is not authorized to perform: s3:PutObject on resource
        ## a scope left out (Java)
        @ src/main/java/auth/TokenFactory.java
        -        .claim("scope", "orders.read orders.write")
        +        .claim("scope", "orders.read")
        > 403 Forbidden: insufficient_scope
        ## an expression that backtracks (JavaScript)
        @ waf/rules.js
         const rules = [
        +  /(?:(?:"|'|\]|\}|\\|\d|(?:nan|infinity|true|false|null)|\s)*.*(?:.*=.*))/,
           /<script/i,
        > ~slow
        ## a page token that is not passed on (Python)
        @ sync/pull.py
         def pull(client):
             token = None
             while True:
        -        page = client.list_items(page_token=token)
        +        page = client.list_items()
                 yield from page.items
                 token = page.next_page_token
        > 429 Too Many Requests
        ## a function that calls itself (Rust)
        @ src/resolve.rs
         fn resolve(node: &Node, seen: &mut Seen) -> Value {
        -    if !seen.insert(node.id) {
        -        return Value::Cycle;
        -    }
             node.children.iter().map(|c| resolve(c, seen)).collect()
        > thread 'main' has overflowed its stack; fatal runtime error: stack overflow
        ## locks in the other order (Java)
        @ bank/Transfer.java
        -        synchronized (from) {
        -            synchronized (to) {
        +        synchronized (to) {
        +            synchronized (from) {
                         from.debit(amount);
        > java.util.concurrent.TimeoutException; Found one Java-level deadlock
        ## waiting inside an event loop (C#)
        @ Api/QuoteController.cs
        -        var quote = await _quotes.LoadAsync(id);
        +        var quote = _quotes.LoadAsync(id).Result;
        > System.TimeoutException: The operation has timed out. ThreadPool starvation
        ## another date format (Kotlin)
        @ billing/src/main/kotlin/Invoice.kt
        -    private val format = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX")
        +    private val format = DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm")
        > java.time.format.DateTimeParseException: Text '2024-05-01T10:00:00Z' could not be parsed at index 2
        ## milliseconds for seconds (Go)
        @ token/issue.go
        -	claims.ExpiresAt = now.Add(ttl).Unix()
        +	claims.ExpiresAt = now.Add(ttl).UnixMilli()
        > jwt: invalid token: exp out of range
        ## a narrower integer (C#)
        @ Data/Sequence.cs
        -        public long Next { get; set; }
        +        public int Next { get; set; }
        > System.OverflowException: Value was either too large or too small for an Int32.
        ## a division by what may be nothing (Python)
        @ stats/ratio.py
        -    return hits / total if total else 0.0
        +    return hits / total
        > ZeroDivisionError: division by zero
        ## a condition the wrong way round (Swift)
        @ Sources/Access/Gate.swift
        -        guard session.expires > now else { throw GateError.expired }
        +        guard session.expires < now else { throw GateError.expired }
        > 401 Unauthorized: session expired
        ## one too many (C#)
        @ Batch/Slices.cs
        -            for (var i = 0; i < rows.Length; i++)
        +            for (var i = 0; i <= rows.Length; i++)
        > System.IndexOutOfRangeException: Index was outside the bounds of the array.
        ## a feature that is on (YAML)
        @ config/features.yaml
           recommendations_v2:
        -    default: false
        +    default: true
        > recommendations_v2 backend: NOT_FOUND model ranker-7 not found
        ## one insert for each row (Ruby)
        @ app/jobs/import_job.rb
        -    Contact.insert_all(rows)
        +    rows.each do |row|
        +      Contact.create!(row)
        +    end
        > ~slow
        ## everything is written to the log (XML)
        @ src/main/resources/logback.xml
        -    <root level="WARN">
        +    <root level="TRACE">
        > java.io.IOException: No space left on device
        ## every request is traced (Go)
        @ telemetry/setup.go
        -	sampler := sdktrace.TraceIDRatioBased(0.01)
        +	sampler := sdktrace.TraceIDRatioBased(1.0)
        > otel exporter: RESOURCE_EXHAUSTED: quota exceeded
        ## a lower rate (nginx)
        @ nginx/conf.d/api.conf
        -limit_req_zone $binary_remote_addr zone=api:10m rate=100r/s;
        +limit_req_zone $binary_remote_addr zone=api:10m rate=5r/s;
        > limiting requests, excess: 20.440 by zone "api"
        ## another path for the probe (Kubernetes)
        @ k8s/cart.yaml
           livenessProbe:
             httpGet:
        -      path: /healthz
        +      path: /health/live
               port: 8080
        > Liveness probe failed: HTTP probe failed with statuscode: 404
        ## a major version (npm)
        @ package.json
           "dependencies": {
        -    "jsonwebtoken": "^8.5.1",
        +    "jsonwebtoken": "^9.0.0",
        > TypeError: jwt.decodeComplete is not a function
        ## a handler that is not registered (Python)
        @ app/main.py
         app = FastAPI()
         app.include_router(orders.router)
        -app.include_router(refunds.router)
        > POST /refunds 404 Not Found
        ## no fallback (Java)
        @ src/main/java/shop/RecommendationGateway.java
        -    @CircuitBreaker(name = "reco", fallbackMethod = "popular")
             public List<Item> recommend(String user) {
        > feign.RetryableException: Read timed out executing GET http://reco/recommend
        ## a value taken for granted (TypeScript)
        @ src/cart/total.ts
        -  const rate = customer?.discount?.rate ?? 0;
        +  const rate = customer.discount.rate;
        > TypeError: Cannot read properties of undefined (reading 'rate')
        ## a tighter check (Python)
        @ api/schema.py
         class Signup(BaseModel):
        -    phone: str | None = None
        +    phone: constr(regex=r"^\+[0-9]{10,14}$")
        > 422 Unprocessable Entity: validation error for Signup phone
        """#
}
