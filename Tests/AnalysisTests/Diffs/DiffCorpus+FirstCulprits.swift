extension DiffCorpus {
    static let firstCulprits = #"""
        ## a map that only grows (Java)
        @ src/main/java/shop/pricing/PriceService.java
         public class PriceService {
        +    private static final Map<String, Quote> SEEN = new ConcurrentHashMap<>();
             private final QuoteClient client;
             public Quote quote(Request request) {
        -        return client.quote(request);
        +        return SEEN.computeIfAbsent(request.fingerprint(), f -> client.quote(request));
             }
        > java.lang.OutOfMemoryError: Java heap space
        ## a listener for each request (TypeScript)
        @ src/stream/session.ts
         export function openSession(bus: EventEmitter, socket: Socket) {
        +  bus.on("price", (update) => socket.send(JSON.stringify(update)));
           socket.send(hello());
        > FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory
        ## rows that nobody closes (Go)
        @ internal/orders/store.go
         	rows, err := s.db.QueryContext(ctx, openOrders, customer)
         	if err != nil {
         		return nil, err
         	}
        -	defer rows.Close()
         	var out []Order
        > pq: sorry, too many clients already
        ## a file without its with block (Python)
        @ reports/export.py
        -    with open(target, "w") as handle:
        -        writer = csv.writer(handle)
        -        writer.writerows(rows)
        +    handle = open(target, "w")
        +    writer = csv.writer(handle)
        +    writer.writerows(rows)
        > OSError: [Errno 24] Too many open files: '/var/reports/2024-03.csv'
        ## an unlock that left its finally block (Kotlin)
        @ ledger/src/main/kotlin/Account.kt
             lock.lock()
        -    try {
        -        apply(entry)
        -    } finally {
        -        lock.unlock()
        -    }
        +    apply(entry)
        +    lock.unlock()
        > Found one Java-level deadlock: "worker-12" waiting for ownable synchronizer
        ## goroutines that wait for ever (Go)
        @ worker/fanout.go
        -	results := make(chan Result, len(jobs))
        +	results := make(chan Result)
         	for _, job := range jobs {
         		go func(j Job) { results <- run(ctx, j) }(job)
         	}
         	select {
         	case r := <-results:
         		return r, nil
        > runtime: out of memory: cannot allocate 8388608-byte block; 912443 goroutines
        ## retries without a pause (Python)
        @ client/billing.py
        -@retry(wait=wait_exponential(multiplier=0.5, max=30), stop=stop_after_attempt(3))
        +@retry(stop=stop_after_attempt(50))
         def charge(account, amount):
        > 503 Service Unavailable: upstream overloaded, shedding load
        ## fewer connections in the pool (properties)
        @ src/main/resources/application.properties
        -spring.datasource.hikari.maximum-pool-size=40
        +spring.datasource.hikari.maximum-pool-size=4
        > HikariPool-1 - Connection is not available, request timed out after 30000ms.
        ## less memory for a container (Helm)
        @ charts/search/values.yaml
         resources:
           limits:
        -    memory: 2Gi
        +    memory: 768Mi
        > Container search terminated: OOMKilled (exit code 137)
        ## fewer replicas (Terraform)
        @ infra/ecs.tf
         resource "aws_ecs_service" "api" {
        -  desired_count = 12
        +  desired_count = 3
        > 503 no healthy upstream, queue full
        ## a tighter time limit (TypeScript)
        @ src/clients/inventory.ts
        -export const http = axios.create({ baseURL, timeout: 5000 });
        +export const http = axios.create({ baseURL, timeout: 250 });
        > AxiosError: timeout of 250ms exceeded
        ## no time limit at all (C#)
        @ Clients/LedgerClient.cs
        -        _http = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
        +        _http = new HttpClient();
        > ThreadPool starvation detected: worker threads exhausted
        ## a cache that no longer caches (Ruby)
        @ app/models/catalog.rb
           def self.tree(region)
        -    Rails.cache.fetch("tree/#{region}", expires_in: 10.minutes) { build_tree(region) }
        +    build_tree(region)
           end
        > ~slow
        ## a key that never hits (Go)
        @ profile/cache.go
        -	key := fmt.Sprintf("profile:%s", user.ID)
        +	key := fmt.Sprintf("profile:%s:%s", user.ID, requestID)
         	if hit, ok := c.store.Get(key); ok {
        > ~slow
        ## an index dropped (SQL)
        @ migrations/0042_cleanup.sql
        +DROP INDEX idx_shipments_tracking_code;
        > LOG: duration: 8342.118 ms  statement: SELECT * FROM shipments WHERE tracking_code = $1
        ## an index that locks the table (SQL)
        @ db/migrate/V17__events_index.sql
        +CREATE INDEX idx_events_actor ON events (actor_id);
        > ERROR: canceling statement due to lock timeout
        ## a rewritten table (Rails)
        @ db/migrate/20240311_widen_amount.rb
         class WidenAmount < ActiveRecord::Migration[7.0]
        +  def change
        +    change_column :payments, :amount, :decimal, precision: 20, scale: 4
        +  end
        > ActiveRecord::LockWaitTimeout: Lock wait timeout exceeded; try restarting transaction
        ## a column that must be there (SQL)
        @ migrations/0107_orders_channel.up.sql
        +ALTER TABLE orders ADD COLUMN channel text NOT NULL;
        > ERROR: null value in column "channel" of relation "orders" violates not-null constraint
        ## a field under another name (Go)
        @ api/types.go
         type Shipment struct {
        -	TrackingCode string `json:"tracking_code"`
        +	TrackingCode string `json:"trackingCode"`
         	Carrier      string `json:"carrier"`
        > pydantic.error_wrappers.ValidationError: tracking_code field required
        ## a variable of the environment under another name (Python)
        @ settings.py
        -QUEUE_URL = os.environ["JOBS_QUEUE_URL"]
        +QUEUE_URL = os.environ["WORK_QUEUE_URL"]
        > KeyError: 'WORK_QUEUE_URL'
        ## another topic (YAML)
        @ config/consumer.yaml
         kafka:
        -  topic: payments.settled.v1
        +  topic: payments.settled.v2
        > UnknownTopicOrPartitionException: This server does not host this topic-partition
        """#
}
