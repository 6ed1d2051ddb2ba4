extension DiffCorpus {
    static let secondCulprits = #"""
        ## a cache without a bound (Go)
        @ internal/geo/lookup.go
         type Resolver struct {
         	db   *maxminddb.Reader
        +	seen map[string]Location
         }
         func (r *Resolver) Locate(ip string) (Location, error) {
        +	if loc, ok := r.seen[ip]; ok {
        +		return loc, nil
        +	}
         	loc, err := r.read(ip)
        +	r.seen[ip] = loc
         	return loc, err
        > fatal error: runtime: out of memory
        ## an eviction taken out (Java)
        @ src/main/java/session/SessionStore.java
             private final Cache<String, Session> sessions = CacheBuilder.newBuilder()
        -        .maximumSize(50_000)
        -        .expireAfterAccess(30, TimeUnit.MINUTES)
                 .build();
        > java.lang.OutOfMemoryError: GC overhead limit exceeded
        ## a body that is not closed (Go)
        @ pkg/webhook/send.go
         	resp, err := c.http.Do(req)
         	if err != nil {
         		return err
         	}
        -	defer resp.Body.Close()
         	if resp.StatusCode >= 300 {
        > dial tcp: lookup hooks: socket: too many open files
        ## a connection outside of using (C#)
        @ Data/OrderRepository.cs
        -            using var connection = new NpgsqlConnection(_dsn);
        +            var connection = new NpgsqlConnection(_dsn);
                     await connection.OpenAsync();
        > Npgsql.NpgsqlException: The connection pool has been exhausted, either raise 'Max Pool Size'
        ## a subscription for each view (Swift)
        @ Sources/App/PriceModel.swift
             func appear() {
        -        cancellable = feed.sink { [weak self] in self?.price = $0 }
        +        feed.sink { self.price = $0 }.store(in: &Self.all)
             }
        > Terminated due to memory pressure; memory limit exceeded
        ## a retry in a loop (JavaScript)
        @ lib/queue/publish.js
         async function publish(message) {
        -  return broker.send(message);
        +  for (;;) {
        +    try {
        +      return await broker.send(message);
        +    } catch (e) {
        +      metrics.increment("publish.retry");
        +    }
        +  }
         }
        > broker: queue is full, rejecting publish
        ## fewer workers (Procfile-like YAML)
        @ deploy/worker.yaml
           command: ["celery", "-A", "app", "worker"]
           env:
             - name: CELERY_CONCURRENCY
        -      value: "32"
        +      value: "2"
        > celery queue backpressure: queue length 18234 over threshold
        ## less processor time (Kubernetes)
        @ k8s/render.yaml
               resources:
                 limits:
        -          cpu: "2"
        +          cpu: 250m
        > ~slow
        ## a lower number of file handles (systemd)
        @ packaging/ingest.conf
        -LimitNOFILE=65536
        +LimitNOFILE=1024
        > accept: too many open files (EMFILE)
        ## a shorter time for a statement (Ruby)
        @ config/database.yml
         production:
           variables:
        -    statement_timeout: 15000
        +    statement_timeout: 500
        > PG::QueryCanceled: ERROR: canceling statement due to statement timeout
        ## a deadline that is not passed on (Go)
        @ internal/quote/client.go
        -	ctx, cancel := context.WithTimeout(ctx, 800*time.Millisecond)
        -	defer cancel()
         	return c.rpc.Quote(ctx, in)
        > all workers busy: thread limit reached, requests queue up
        ## a lifetime of nothing (TypeScript)
        @ src/cache/settings.ts
         export const cache = {
        -  ttlSeconds: 3600,
        +  ttlSeconds: 0,
         };
        > ~slow
        ## an annotation removed (Kotlin)
        @ src/main/kotlin/catalog/TreeService.kt
        -    @Cacheable("category-tree")
             fun tree(locale: Locale): Tree = loader.load(locale)
        > ~slow
        ## a filter that no index serves (SQL in Python)
        @ app/repo/customers.py
        -        "SELECT id FROM customers WHERE email = %s",
        +        "SELECT id FROM customers WHERE LOWER(email) = LOWER(%s)",
        > slow query: 9120 ms SELECT id FROM customers WHERE LOWER(email)
        ## an index removed from a model (Django)
        @ shop/models.py
         class Parcel(models.Model):
        -    barcode = models.CharField(max_length=64, db_index=True)
        +    barcode = models.CharField(max_length=64)
        > slow query: SELECT * FROM shop_parcel WHERE barcode = 'X' took too long
        ## an index in a transaction (Alembic)
        @ alembic/versions/8f1_add_idx.py
         def upgrade():
        +    op.create_index("ix_ledger_account", "ledger", ["account_id"])
        > psycopg2.errors.LockNotAvailable: canceling statement due to lock timeout
        ## a column that changes its type (MySQL)
        @ migrations/20240502_widen.sql
        +ALTER TABLE messages MODIFY COLUMN body MEDIUMTEXT;
        > Lock wait timeout exceeded; Waiting for table metadata lock
        ## a unique key over duplicates (SQL)
        @ db/changelog/031-unique-email.sql
        +ALTER TABLE accounts ADD CONSTRAINT accounts_email_key UNIQUE (email);
        > ERROR: duplicate key value violates unique constraint "accounts_email_key"
        ## a column dropped while it is read (SQL)
        @ migrations/0088_drop_legacy.sql
        +ALTER TABLE invoices DROP COLUMN legacy_number;
        > ERROR: column "legacy_number" does not exist
        ## a metric under another name (Python)
        @ worker/metrics.py
        -jobs_done = Counter("jobs_completed_total", "Jobs that ended")
        +jobs_done = Counter("worker_jobs_total", "Jobs that ended")
        > autoscaler: metric jobs_completed_total not found, no such series
        ## a header under another name (Java)
        @ src/main/java/gateway/TenantFilter.java
        -    private static final String TENANT = "X-Tenant-Id";
        +    private static final String TENANT = "X-Account-Id";
        > 400 Bad Request: missing key X-Account-Id
        ## a column under another name in a query (Rust)
        @ src/store/users.rs
        -        sqlx::query_as("SELECT id, display_name FROM users WHERE id = $1")
        +        sqlx::query_as("SELECT id, full_name FROM users WHERE id = $1")
        > error returned from database: column "full_name" does not exist
        ## another bucket (Terraform)
        @ infra/media.tf
           environment {
        -    MEDIA_BUCKET = "acme-media-prod"
        +    MEDIA_BUCKET = "acme-media-production"
        > NoSuchBucket: The specified bucket does not exist
        ## another host (Java properties)
        @ src/main/resources/application-prod.properties
        -mail.smtp.host=smtp.mail.internal
        +mail.smtp.host=smtp-relay.mail.internal
        > java.net.UnknownHostException: smtp-relay.mail.internal
        ## a verb taken from a role (Kubernetes)
        @ k8s/rbac.yaml
         rules:
           - resources: ["leases"]
        -    verbs: ["get", "list", "create", "update"]
        +    verbs: ["get", "list"]
        > leases.coordination.k8s.io is forbidden: User cannot update resource "leases"
        """#
}
