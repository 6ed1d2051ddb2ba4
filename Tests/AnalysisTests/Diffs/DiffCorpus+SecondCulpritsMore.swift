extension DiffCorpus {
    static let secondCulpritsMore = #"""

        ## a middleware that asks for a token (Node)
        @ src/routes/internal.ts
         const router = Router();
        +router.use(requireScope("internal:write"));
         router.post("/reindex", reindex);
        > 403 Forbidden: missing scope internal:write
        ## a pattern with nested repetitions (Python)
        @ api/validators.py
        -EMAIL = re.compile(r"^[^@\s]+@[^@\s]+$")
        +EMAIL = re.compile(r"^([a-zA-Z0-9._-]+)+@([a-zA-Z0-9-]+\.)+[a-z]+$")
        > worker blocked: high cpu, request took too long
        ## a cursor that stays where it is (Go)
        @ cmd/export/main.go
         	for {
         		page, err := client.List(ctx, cursor)
         		if err != nil {
         			return err
         		}
         		write(page.Items)
        -		cursor = page.Next
         		if cursor == "" {
         			break
        > rate limit exceeded: 12000 requests in 60s
        ## a parent that is its own child (TypeScript)
        @ src/tree/depth.ts
         export function depth(node: Node, level = 0): number {
        -  if (level > 64) return level;
           return Math.max(0, ...node.children.map((c) => depth(c, level + 1)));
        > RangeError: Maximum call stack size exceeded
        ## rows locked in another order (SQL in Go)
        @ internal/wallet/move.go
        -	lockAccount(tx, low)
        -	lockAccount(tx, high)
        +	lockAccount(tx, from)
        +	lockAccount(tx, to)
        > ERROR: deadlock detected (SQLSTATE 40P01)
        ## a sleep in an event loop (Python)
        @ gateway/limits.py
         async def acquire(key):
             while not bucket.take(key):
        -        await asyncio.sleep(0.05)
        +        time.sleep(0.05)
        > health: event loop blocked for 4200 ms
        ## requests one after the other (JavaScript)
        @ src/home/load.js
        -  const parts = await Promise.all(ids.map((id) => fetchPart(id)));
        +  const parts = [];
        +  for (const id of ids) {
        +    parts.push(await fetchPart(id));
        +  }
        > ~slow
        ## local time for UTC (Python)
        @ billing/cycle.py
        -    today = datetime.now(timezone.utc).date()
        +    today = datetime.now().date()
        > ValueError: invalid date: period end before start
        ## another encoding (Ruby)
        @ lib/importer.rb
        -    File.read(path, encoding: "UTF-8")
        +    File.read(path, encoding: "ISO-8859-1")
        > Encoding::UndefinedConversionError: incompatible character encodings: UTF-8 and ISO-8859-1
        ## a number that became a text (Kotlin)
        @ api/src/main/kotlin/dto/Price.kt
        -    val amount: Long,
        +    val amount: String,
        > com.fasterxml.jackson.databind.exc.MismatchedInputException: Cannot deserialize value of type long
        ## a subtraction that goes below nothing (Rust)
        @ src/quota.rs
        -    let left = limit.saturating_sub(used);
        +    let left = limit - used;
        > thread 'worker' panicked at 'attempt to subtract with overflow'
        ## a divisor that may be nothing (Java)
        @ src/main/java/stats/Average.java
        -        return count == 0 ? 0 : sum / count;
        +        return sum / count;
        > java.lang.ArithmeticException: / by zero
        ## and became or (JavaScript)
        @ src/access/can.js
        -  if (user.active && user.roles.includes(role)) {
        +  if (user.active || user.roles.includes(role)) {
        > 409 conflict: account is locked; integrity constraint violated
        ## from one instead of nothing (Go)
        @ internal/csv/read.go
        -	for i := 0; i < len(cols)-1; i++ {
        +	for i := 0; i < len(cols); i++ {
         		pairs = append(pairs, pair{cols[i], cols[i+1]})
        > panic: runtime error: index out of range [8] with length 8
        ## a default in code (Python)
        @ flags.py
        -USE_NEW_RANKER = env_bool("USE_NEW_RANKER", default=False)
        +USE_NEW_RANKER = env_bool("USE_NEW_RANKER", default=True)
        > ranker: model file not found: /models/v9.bin
        ## each message by itself (C#)
        @ Messaging/Outbox.cs
        -            await _sender.SendMessagesAsync(batch);
        +            foreach (var message in messages)
        +            {
        +                await _sender.SendMessageAsync(message);
        +            }
        > Azure.Messaging.ServiceBus: ServerBusy, request was throttled
        ## the body of each request in the log (Java)
        @ src/main/resources/application.yml
         logging:
           level:
        -    org.apache.http.wire: WARN
        +    org.apache.http.wire: DEBUG
        > write /var/log/app.log: no space left on device
        ## fewer requests are let in (Ruby)
        @ config/initializers/rack_attack.rb
        -Rack::Attack.throttle("api/ip", limit: 600, period: 60) { |req| req.ip }
        +Rack::Attack.throttle("api/ip", limit: 60, period: 60) { |req| req.ip }
        > 429 Too Many Requests: rate limit
        ## a probe that waits less (Helm)
        @ charts/api/values.yaml
         readinessProbe:
        -  initialDelaySeconds: 60
        +  initialDelaySeconds: 2
        > Readiness probe failed: dial tcp 10.1.4.2:8080: connect: connection refused
        ## a major version (Maven)
        @ pom.xml
           <artifactId>jackson-databind</artifactId>
        -  <version>1.9.13</version>
        +  <version>2.17.0</version>
        > java.lang.NoSuchMethodError: 'void org.codehaus.jackson.map.ObjectMapper.configure'
        ## a consumer left out (Kotlin)
        @ src/main/kotlin/Main.kt
             val consumers = listOf(
                 OrderConsumer(bus),
        -        RefundConsumer(bus),
                 StockConsumer(bus),
        > no handler for event refund.requested
        ## a migration left out (Ruby)
        @ db/schema.rb
        -  create_table "coupons", force: :cascade do |t|
        -    t.string "code"
        -  end
        > PG::UndefinedTable: ERROR: relation "coupons" does not exist
        ## an error that is no longer caught (Python)
        @ app/recommend.py
        -    try:
        -        items = ranker.top(user)
        -    except RankerUnavailable:
        -        items = popular()
        +    items = ranker.top(user)
        > RankerUnavailable: connect to ranker timed out
        ## a value unwrapped (Swift)
        @ Sources/Store/Receipt.swift
        -        guard let url = Bundle.main.appStoreReceiptURL else { return nil }
        +        let url = Bundle.main.appStoreReceiptURL!
        > Fatal error: Unexpectedly found nil while unwrapping an Optional value
        ## a check left out (C#)
        @ Services/Transfer.cs
        -            if (request.Amount <= 0) throw new ArgumentException("amount");
                     await _ledger.MoveAsync(request);
        > ledger: invalid argument: amount out of range
        ## unknown fields are refused (Go)
        @ internal/api/decode.go
         	dec := json.NewDecoder(r.Body)
        +	dec.DisallowUnknownFields()
         	return dec.Decode(dst)
        > json: unknown field "client_version"
        ## a larger message (Kafka, properties)
        @ config/producer.properties
        -batch.size=16384
        +batch.size=8388608
        > RecordTooLargeException: The message is 8300000 bytes when serialized which is larger than max.request.size
        ## everything at once (Java)
        @ src/main/java/export/ExportJob.java
        -        try (Stream<Row> rows = repository.streamAll()) { rows.forEach(writer::write); }
        +        List<Row> rows = repository.findAll();
        +        rows.forEach(writer::write);
        > java.lang.OutOfMemoryError: Java heap space
        """#
}
