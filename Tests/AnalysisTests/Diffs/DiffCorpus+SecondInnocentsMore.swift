extension DiffCorpus {
    static let secondInnocentsMore = #"""

        ## a histogram (Rust)
        @ src/http/serve.rs
        +    let started = Instant::now();
             let response = next.run(request).await;
        +    histogram!("http_request_seconds").record(started.elapsed());
             response
        ## an identity for each request (Java)
        @ src/main/java/web/RequestIdFilter.java
        +        String id = Optional.ofNullable(request.getHeader("X-Request-Id")).orElse(UUID.randomUUID().toString());
        +        MDC.put("request_id", id);
                 chain.doFilter(request, response);
        ## a span's attribute (TypeScript)
        @ src/search/query.ts
           const span = tracer.startSpan("search");
        +  span.setAttribute("tenant", tenant.id);
        ## a check for nothing (Go)
        @ internal/notify/send.go
         func (n *Notifier) Send(u *User, m Message) error {
        +	if u == nil || u.Email == "" {
        +		return nil
        +	}
         	return n.mail.Send(u.Email, m)
        ## a chain that stops at nothing (Swift)
        @ Sources/App/Header.swift
        -        title = user.profile.name
        +        title = user.profile?.name ?? "Guest"
        ## a fallback added (Python)
        @ app/rates.py
        -    return provider.rate(currency)
        +    try:
        +        return provider.rate(currency)
        +    except ProviderError:
        +        return last_known(currency)
        ## an index beside the others (Rails)
        @ db/migrate/20240601_add_index.rb
           disable_ddl_transaction!
           def change
        +    add_index :tickets, :owner_id, algorithm: :concurrently
           end
        ## a table of its own (SQL)
        @ migrations/0099_audit.sql
        +CREATE TABLE audit_entries (
        +    id bigserial PRIMARY KEY,
        +    actor text NOT NULL
        +);
        +CREATE INDEX idx_audit_actor ON audit_entries (actor);
        ## more replicas (YAML)
        @ k8s/search.yaml
         spec:
        -  replicas: 4
        +  replicas: 6
        ## more processor time (Terraform)
        @ infra/worker.tf
        -  cpu    = 512
        +  cpu    = 1024
        -  memory = 1024
        +  memory = 2048
        ## a body closed (Go)
        @ internal/feed/fetch.go
         	resp, err := http.Get(url)
         	if err != nil {
         		return nil, err
         	}
        +	defer resp.Body.Close()
         	return io.ReadAll(resp.Body)
        ## types (Ruby, RBS)
        @ sig/cart.rbs
        -  def total: () -> untyped
        +  def total: () -> Integer
        ## an annotation for the compiler (Kotlin)
        @ src/main/kotlin/Legacy.kt
        +    @Suppress("DEPRECATION")
             fun old() = LegacyClient.create()
        ## a formatter's work (JavaScript)
        @ src/format.js
        -  const options = {a: 1, b: 2, c: 3};
        -  return format(options, value);
        +  const options = { a: 1, b: 2, c: 3 };
        +  return format(
        +    options,
        +    value,
        +  );
        ## a constant for a number (Python)
        @ app/limits.py
        +MAX_ROWS = 500
         def page(query):
        -    return query.limit(500)
        +    return query.limit(MAX_ROWS)
        ## an early return (Java)
        @ src/main/java/shop/Shipping.java
        -        if (cart.isEmpty()) {
        -            return Money.ZERO;
        -        } else {
        -            return rates.of(cart);
        -        }
        +        if (cart.isEmpty()) {
        +            return Money.ZERO;
        +        }
        +        return rates.of(cart);
        ## a private member renamed (C#)
        @ Services/Clock.cs
        -        private readonly ISystemClock _c;
        -        public Clock(ISystemClock c) { _c = c; }
        -        public DateTime Now() => _c.UtcNow;
        +        private readonly ISystemClock _clock;
        +        public Clock(ISystemClock clock) { _clock = clock; }
        +        public DateTime Now() => _clock.UtcNow;
        ## imports nobody used (Python)
        @ app/views.py
        -import os
        -import json
         from app import models
        ## a text on a button (Vue)
        @ web/src/views/Checkout.vue
        -    <button class="btn">Pay</button>
        +    <button class="btn btn--primary">Pay now</button>
        ## a translation
        @ web/src/i18n/de.json
        -  "cart.empty": "Der Warenkorb ist leer",
        +  "cart.empty": "Ihr Warenkorb ist leer",
        ## an added field of an answer (Go)
        @ api/types.go
         type Order struct {
         	ID string `json:"id"`
        +	Note string `json:"note,omitempty"`
        ## a new route (Ruby)
        @ config/routes.rb
           resources :orders
        +  get "/about", to: "pages#about"
        ## a test header only (Rust)
        @ src/lib.rs
         #[cfg(test)]
        -mod tests;
        +mod unit;
        ## an alert's text (Prometheus)
        @ monitoring/alerts.yaml
             annotations:
        -      summary: "High latency"
        +      summary: "High latency of {{ $labels.service }}"
        ## a switch of names in an import (TypeScript)
        @ src/app.ts
        -import { makeServer } from "./server";
        +import { makeServer } from "./http/server";
        ## a longer but equal query (SQL in Java)
        @ src/main/java/repo/OrderRepo.java
        -        "SELECT id, total FROM orders WHERE customer = ?"
        +        "SELECT id, total "
        +            + "FROM orders WHERE customer = ?"
        ## a linter's wish (Go)
        @ internal/mail/mail.go
        -	var ids []string = nil
        +	var ids []string
        """#
}
