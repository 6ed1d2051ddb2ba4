/// Vendors whose tokens have a form of their own. No boundary is asked for before a prefix that is not a word.
extension RedactionRule {
    static let vendors: [RedactionRule] = [
        RedactionRule(
            "github-token", .secret, #"gh[pousr]_[A-Za-z0-9]{36,}"#,
            finds: ["ghp_‹a36›", "git clone with gho_‹a36› failed", "xghs_‹a36›"],
            passes: ["ghp_‹a20›"]),
        RedactionRule(
            "github-fine-grained-token", .secret, #"github_pat_[A-Za-z0-9_]{36,}"#, finds: ["github_pat_‹a22›_‹a59›"],
            passes: ["github_pat_x"]),
        RedactionRule(
            "gitlab-token", .secret, #"gl(pat|oas|dt|rt|rtr|cbt|ptt|ft|imt|agent|soat|ffct)-[A-Za-z0-9_-]{20,}"#,
            finds: ["glpat-‹a20›", "glrt-‹a20›"], passes: ["glpat-short"]),
        RedactionRule(
            "slack-token", .secret, #"xox[abeoprs]-[A-Za-z0-9-]{10,}"#, finds: ["xoxb-‹d12›-‹d12›-‹a24›", "xoxp-‹d10›-‹a20›"],
            passes: ["xoxb-"]),
        RedactionRule(
            "slack-app-token", .secret, #"xapp-[0-9]-[A-Za-z0-9-]{10,}"#, finds: ["xapp-1-A‹a10›-‹d13›-‹x64›"],
            passes: ["xapp-1-"]),
        RedactionRule(
            "slack-webhook", .secret, #"hooks\.slack\.com/<(services|workflows|triggers)/[A-Za-z0-9/_-]{20,}>"#,
            finds: ["https://hooks.slack.com/services/T‹u8›/B‹u8›/‹a24›"], passes: ["https://hooks.slack.com/services/"]),
        RedactionRule(
            "stripe-key", .secret, #"\b(sk|rk|pk)_(live|test)_[A-Za-z0-9]{16,}"#, finds: ["sk_live_‹a24›", "rk_test_‹a99›"],
            passes: ["sk_live_x"]),
        RedactionRule(
            "stripe-webhook-secret", .secret, #"whsec_[A-Za-z0-9+/]{24,}"#, finds: ["whsec_‹a32›"], passes: ["whsec_x"]),
        RedactionRule(
            "twilio-key", .secret, #"\bSK\h{32}\b"#, finds: ["SK‹x32›"], passes: ["TASK‹x32›"]),
        RedactionRule(
            "twilio-auth-token", .secret, #"\h{32}\b"#, .entropy, context: ["twilio"], finds: ["twilio auth: ‹x32›"],
            passes: ["trace ‹x32›"]),
        RedactionRule(
            "sendgrid-key", .secret, #"\bSG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64}"#, finds: ["SG.‹a22›.‹a43›"],
            passes: ["SG.x.y"]),
        RedactionRule(
            "npm-token", .secret, #"npm_[A-Za-z0-9]{36}"#, finds: ["//registry.npmjs.org/:_authToken=npm_‹a36›"],
            passes: ["npm_config_cache"]),
        RedactionRule(
            "pypi-token", .secret, #"pypi-[A-Za-z0-9_-]{50,}"#, finds: ["pypi-AgEIcHlwaS5vcmc‹a70›"], passes: ["pypi-server"]),
        RedactionRule("rubygems-key", .secret, #"rubygems_\h{48}"#, finds: ["rubygems_‹x48›"], passes: ["rubygems_org"]),
        RedactionRule("crates-token", .secret, #"\bcio[A-Za-z0-9]{32}\b"#, finds: ["cio‹a32›"], passes: ["ciopfs"]),
        RedactionRule(
            "docker-token", .secret, #"dckr_(pat|oat)_[A-Za-z0-9_-]{20,}"#, finds: ["dckr_pat_‹a27›"], passes: ["dckr_pat_"]),
        RedactionRule(
            "datadog-key", .secret, #"\h{32}\b"#, .entropy,
            context: ["datadog", "dd_api", "dd-api", "ddapi", "dd_app", "dd-app"],
            finds: ["DD_API_KEY ‹x32›"], passes: ["md5 ‹x32›"]),
        RedactionRule(
            "datadog-app-key", .secret, #"\h{40}\b"#, .entropy, context: ["datadog", "dd_app", "dd-app", "ddapp"],
            finds: ["DD-APPLICATION-KEY ‹x40›"], passes: ["commit ‹x40›"]),
        RedactionRule(
            "new-relic-key", .secret, #"\bNR(AK|JS|II|RA|BR|SP|IQ|AL)-[A-Za-z0-9_-]{19,40}"#, finds: ["NRAK-‹u27›"],
            passes: ["NRAK-"]),
        RedactionRule(
            "new-relic-license", .secret, #"\h{36}NRAL\b"#, finds: ["license_key=‹x36›NRAL"], passes: ["‹x30›NRAL"]),
        RedactionRule("grafana-token", .secret, #"glsa_[A-Za-z0-9]{32}_\h{8}"#, finds: ["glsa_‹a32›_‹x8›"], passes: ["glsa_x"]),
        RedactionRule("grafana-cloud-token", .secret, #"glc_[A-Za-z0-9+/=]{32,}"#, finds: ["glc_eyJ‹b80›"], passes: ["glc_x"]),
        RedactionRule(
            "grafana-api-key", .secret, #"eyJrIjoi[A-Za-z0-9+/=]{40,}"#, finds: ["eyJrIjoi‹b70›"], passes: ["eyJrIjoi"]),
        RedactionRule(
            "pagerduty-key", .secret, #"(?i)token token=<[A-Za-z0-9_+-]{18,40}>"#,
            finds: ["Authorization: Token token=u+‹a18›"], passes: ["Token token="]),
        RedactionRule(
            "pagerduty-routing-key", .secret, #"\h{32}\b"#, .entropy,
            context: ["pagerduty", "routing_key", "routingkey", "integration_key"],
            finds: [#""routing_key":"‹x32›""#], passes: ["id ‹x32›"]),
        RedactionRule(
            "atlassian-token", .secret, #"AT(ATT|BB|CTT|STT)3?x?[A-Za-z0-9_=-]{24,}"#,
            finds: ["ATATT3xFfGF0‹a170›=‹x8›", "ATBB‹a32›"], passes: ["ATATT"]),
        RedactionRule(
            "vault-token", .secret, #"\bhv[sbr]\.[A-Za-z0-9_-]{24,}"#, finds: ["hvs.‹a90›", "hvb.‹a140›"], passes: ["hvs.x"]),
        RedactionRule(
            "openai-key", .secret, #"\bsk-(proj-|svcacct-|admin-|None-)?[A-Za-z0-9_-]{32,}"#,
            finds: ["sk-‹a48›", "sk-proj-‹a120›"], passes: ["sk-learn", "task-‹a40›"]),
        RedactionRule(
            "anthropic-key", .secret, #"sk-ant-[A-Za-z0-9_-]{24,}"#, finds: ["sk-ant-api03-‹a95›"], passes: ["sk-ant-"]),
        RedactionRule(
            "huggingface-token", .secret, #"\b(hf|api_org)_[A-Za-z]{34}\b"#, finds: ["hf_abcdefghijABCDEFGHIJabcdefghijABCD"],
            passes: ["hf_hub"]),
        RedactionRule(
            "telegram-bot-token", .secret, #"[0-9]{8,10}:AA[A-Za-z0-9_-]{32,34}"#, finds: ["bot‹d9›:AA‹a33›/getMe"],
            passes: ["‹d9›:AB"]),
        RedactionRule(
            "discord-bot-token", .secret, #"[A-Za-z0-9_-]{24,28}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}"#,
            context: ["discord", "bot "],
            finds: ["discord MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.‹a27›"], passes: ["‹a24›.‹a6›.‹a27›"]),
        RedactionRule(
            "discord-webhook", .secret, #"discord(app)?\.com/api/webhooks/<[0-9]{15,20}/[A-Za-z0-9_-]{40,}>"#,
            finds: ["https://discord.com/api/webhooks/‹d18›/‹a68›"], passes: ["discord.com/api/webhooks/"]),
        RedactionRule(
            "teams-webhook", .secret, #"\.webhook\.office\.com/<webhookb2/[A-Za-z0-9@/_-]{40,}>"#,
            finds: ["https://acme.webhook.office.com/webhookb2/‹x8›-‹x4›-‹x4›-‹x4›-‹x12›@‹x32›/IncomingWebhook/‹x32›"],
            passes: ["https://acme.webhook.office.com/"]),
        RedactionRule("shopify-token", .secret, #"shp(at|ca|pa|ss)_\h{32}"#, finds: ["shpat_‹x32›"], passes: ["shpat_x"]),
        RedactionRule("mailgun-key", .secret, #"\bkey-\h{32}\b"#, finds: ["key-‹x32›"], passes: ["monkey-‹x32›"]),
        RedactionRule(
            "brevo-key", .secret, #"xkeysib-\h{64}-[A-Za-z0-9]{16}"#, finds: ["xkeysib-‹x64›-‹a16›"], passes: ["xkeysib-x"]),
        RedactionRule(
            "square-token", .secret, #"(sq0(atp|csp|idp)-[A-Za-z0-9_-]{22,43}|\bEAAA[A-Za-z0-9_-]{60})"#,
            finds: ["sq0atp-‹a22›", "EAAA‹a60›"], passes: ["sq0atp-x"]),
        RedactionRule("facebook-token", .secret, #"\bEAA[A-Z][A-Za-z0-9]{80,}"#, finds: ["EAAC‹a120›"], passes: ["EAAC"]),
        RedactionRule("linear-key", .secret, #"lin_api_[A-Za-z0-9]{40}"#, finds: ["lin_api_‹a40›"], passes: ["lin_api_"]),
        RedactionRule(
            "notion-token", .secret, #"(ntn_[A-Za-z0-9]{40,}|\bsecret_[A-Za-z0-9]{43}\b)"#, finds: ["ntn_‹a46›"],
            passes: ["ntn_x"]),
        RedactionRule(
            "airtable-token", .secret, #"\bpat[A-Za-z0-9]{14}\.\h{64}"#, finds: ["pat‹a14›.‹x64›"], passes: ["patterns.md"]),
        RedactionRule("figma-token", .secret, #"figd_[A-Za-z0-9_-]{38,}"#, finds: ["figd_‹a40›"], passes: ["figd_x"]),
        RedactionRule("postman-key", .secret, #"PMAK-\h{24}-\h{34}"#, finds: ["PMAK-‹x24›-‹x34›"], passes: ["PMAK-x"]),
        RedactionRule(
            "doppler-token", .secret, #"dp\.(pt|st|ct|sa|scim|audit)\.[A-Za-z0-9_.-]{40,}"#, finds: ["dp.pt.‹a43›"],
            passes: ["dp.pt.x"]),
        RedactionRule("pulumi-token", .secret, #"\bpul-\h{40}"#, finds: ["pul-‹x40›"], passes: ["pul-x"]),
        RedactionRule(
            "planetscale-token", .secret, #"pscale_(tkn|pw|oauth)_[A-Za-z0-9_.=-]{32,}"#, finds: ["pscale_tkn_‹a43›"],
            passes: ["pscale_tkn_"]),
        RedactionRule("supabase-key", .secret, #"sb[ps]_(secret_)?[A-Za-z0-9_]{30,}"#, finds: ["sbp_‹x40›"], passes: ["sbp_x"]),
        RedactionRule(
            "sentry-token", .secret, #"sntry[su]_[A-Za-z0-9+/=_-]{40,}"#, finds: ["sntrys_‹a80›", "sntryu_‹x64›"],
            passes: ["sntrys_"]),
        RedactionRule("honeycomb-key", .secret, #"\bhc[abx][ilm]k_[a-z0-9]{58}"#, finds: ["hcaik_‹l58›"], passes: ["hcaik_"]),
        RedactionRule(
            "launchdarkly-key", .secret, #"\b(sdk|api|mob)-\h{8}-\h{4}-\h{4}-\h{4}-\h{12}"#,
            finds: ["sdk-‹x8›-‹x4›-‹x4›-‹x4›-‹x12›"], passes: ["sdk-1.2"]),
        RedactionRule(
            "dynatrace-token", .secret, #"dt0[a-z][0-9]{2}\.[A-Z0-9]{24}\.[A-Z0-9]{64}"#, finds: ["dt0c01.‹u24›.‹u64›"],
            passes: ["dt0c01.x"]),
        RedactionRule(
            "elastic-key", .secret, #"(?i)ApiKey <[A-Za-z0-9+/_-]{40,}>"#, finds: ["Authorization: ApiKey ‹b60›=="],
            passes: ["ApiKey missing"]),
        RedactionRule(
            "artifactory-token", .secret, #"\b(AKCp[A-Za-z0-9]{60,}|cmVmd[A-Za-z0-9]{58,})"#, finds: ["AKCp‹a69›"],
            passes: ["AKCpx"]),
        RedactionRule("sonar-token", .secret, #"\bsq[pua]_\h{40}"#, finds: ["squ_‹x40›"], passes: ["squ_x"]),
        RedactionRule(
            "tailscale-key", .secret, #"tskey-[a-z]{2,10}-[A-Za-z0-9-]{16,}"#, finds: ["tskey-auth-‹a12›-‹a32›"],
            passes: ["tskey-x"]),
        RedactionRule(
            "age-secret-key", .secret, #"(?i)AGE-SECRET-KEY-(PQ-)?1[A-Z0-9]{40,}"#, finds: ["AGE-SECRET-KEY-1‹u58›"],
            passes: ["AGE-SECRET-KEY-"]),
        RedactionRule(
            "model-provider-key", .secret, #"\b(gsk_|xai-|r8_|pplx-|fw_|csk-)[A-Za-z0-9]{32,}"#,
            finds: ["gsk_‹a52›", "xai-‹a80›"], passes: ["gsk_x"]),
        RedactionRule(
            "easypost-adafruit-key", .secret, #"(aio_[A-Za-z0-9]{28}|EZ[AT]K[A-Za-z0-9]{54})"#,
            finds: ["aio_‹a28›", "EZAK‹a54›"], passes: ["aio_x"]),
    ]
}
