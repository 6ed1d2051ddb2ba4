/// Secrets that only their surroundings give away.
extension RedactionRule {
    private static let passwordWords =
        #"(password|passwd|passphrase|passwort|kennwort|mot_de_passe|contraseña|pwd|userpass|db_pass|dbpass|smtp_pass|pass_word)"#
    private static let tokenWords =
        #"(secret|token|api[_. -]?key|apikey|access[_. -]?key|account[_. -]?key|auth[_. -]?key|private[_. -]?key|signing[_. -]?key|encryption[_. -]?key|master[_. -]?key|shared[_. -]?key|webhook[_. -]?key|credential|authorization|x-auth|client[_. -]?secret|bearer|jsessionid|phpsessid|asp\.net_sessionid|session[_. -]?id|sessid|t\.sid|csrf|xsrf|otp|nonce_secret|refresh[_. -]?token)"#
    /// What stands between a member's name and its value, in JSON, YAML, XML, headers, queries and program text.
    private static let separator = #"[\w.-]{0,40}[\\"'`\]]{0,6}[ \t]{0,4}(=\>|:=|==|=|:|\>|%3D|%3A)[ \t]{0,4}"#

    /// What stands between a name and its value when each is a member: `"name":"DB_PASSWORD","value":"..."`, in JSON and YAML.
    private static let nextMember =
        #"[\w.-]{0,40}[\\"']{0,4}[ \t]{0,4},?\s{0,64}[\\"']{0,4}value[\\"']{0,4}[ \t]{0,4}:[ \t]{0,4}\\{0,3}"#

    static let credentials: [RedactionRule] = [
        RedactionRule(
            "password-named-quoted", .secret,
            "(?i)" + passwordWords + nextMember + #"("<[^"\r\n]{3,}>|'<[^'\r\n]{3,}>)"#, .password,
            finds: [
                #"{"name":"DB_PASSWORD","value":"hunter2"}"#, #"\"name\":\"PGPASSWORD\", \"value\": \"pw,1\""#,
                "- name: SMTP_PASSWD\n  value: 'pw 1'",
            ],
            passes: [
                #"{"name":"DB_PASSWORD","value":"${PW}"}"#, #"{"name":"DB_PASSWORD","value":""}"#,
                #"{"name":"DB_PASSWORD","valueFrom":{"secretKeyRef":{}}}"#,
            ]),
        RedactionRule(
            "password-named", .secret, "(?i)" + passwordWords + nextMember + #"<[^\s"'`<>\\]{3,}>"#, .barePassword,
            finds: ["- name: DB_PASSWORD\n  value: hunter2"],
            passes: ["- name: DB_PASSWORD\n  valueFrom: x", "- name: DB_PASSWORD\n  value: $PW"]),
        RedactionRule(
            "credential-named-quoted", .secret,
            "(?i)" + tokenWords + nextMember + #"("<[^"\r\n]{8,}>|'<[^'\r\n]{8,}>)"#, .credential,
            finds: [#"{"name":"STRIPE_API_KEY","value":"‹a24›"}"#], passes: [#"{"name":"TOKEN_TTL","value":"12345678"}"#]),
        RedactionRule(
            "credential-named", .secret, "(?i)" + tokenWords + nextMember + #"<[^\s"'`<>\\,;&]{8,}>"#, .credential,
            finds: ["- name: CLIENT_SECRET\n  value: ‹a20›"], passes: ["- name: TOKEN_TTL\n  value: 12345678"]),
        RedactionRule(
            "password-argument-listed", .secret,
            #"(?i)--(password|passwd|pass|pwd|token|secret|api-key|client-secret)[\\"']{1,4}[ \t]{0,4},\s{0,64}\\{0,3}("<[^"\r\n]{3,}>|'<[^'\r\n]{3,}>)"#,
            .password, finds: [#"["--password","hunter2"]"#, #"\"--token\", \"abc123\""#],
            passes: [#"["--password","$(PW)"]"#, #"["--password-file","/run/pw"]"#]),
        RedactionRule(
            "password-quoted", .secret,
            "(?i)" + passwordWords + separator + #"\\{0,3}("<[^"\r\n]{3,}>|'<[^'\r\n]{3,}>|`<[^`\r\n]{3,}>)"#, .password,
            finds: [
                #"{"password":"hunter2"}"#, #"'db_password': 'correct horse battery'"#,
                #"\"password\": \"s3cret,with;all&of'it\","#,
                "PASSWORD=\"x\\y z9\"",
            ], passes: [#""password":"${DB_PASSWORD}""#, #""password": null"#, #""password": "********""#]),
        RedactionRule(
            "password", .secret, "(?i)" + passwordWords + separator + #"<[^\s"'`<>\\]{3,}>"#, .barePassword,
            finds: [
                "password=hunter2&user=ada", "PGPASSWORD: tr0ub4dor", "Server=db;User Id=sa;Password=p4ss,word;Encrypt=yes",
                "<password>geheim1</password>",
            ],
            passes: [
                "password: incorrect", "password=<redacted>", "password=***", "the password for ada", "password=$DB_PASSWORD",
            ]),
        RedactionRule(
            "password-argument", .secret,
            #"(?i)--(password|passwd|pass|pwd|token|secret|api-key|client-secret)[ =]["']?<[^\s"']{3,}>"#, .barePassword,
            finds: ["mysql --password hunter22 db", "run --token=abc123XYZ"], passes: ["--password ${PW}", "--passive 1234"]),
        RedactionRule(
            "credential-quoted", .secret,
            "(?i)" + tokenWords + separator + #"\\{0,3}("<[^"\r\n]{8,}>|'<[^'\r\n]{8,}>|`<[^`\r\n]{8,}>)"#, .credential,
            finds: [#""api_key": "‹a24›""#, #"client_secret='‹a32›'"#, #"\"accessToken\":\"‹a30›\""#],
            passes: [
                #""token": "The token has expired""#, #""token_type":"bearer""#, #""secret":"${SECRET_VALUE}""#,
                #""tokens": "12345678""#,
            ]),
        RedactionRule(
            "credential", .secret, "(?i)" + tokenWords + separator + #"<[^\s"'`<>\\,;&]{8,}>"#, .credential,
            finds: [
                "api_key=‹a24›", "X-Auth-Token: ‹x32›", "JSESSIONID=‹x32›; Path=/", "client-secret: ‹a20›", "secret%3D‹a20›",
            ],
            passes: ["tokens: 12345678", "token: expired", "secret=changeit", "token=$GITHUB_TOKEN_X"]),
        RedactionRule(
            "authorization-header", .secret,
            #"(?i)authorization[\\"']{0,4}[ \t]{0,2}[:=][ \t]{0,2}[\\"']{0,4}(basic|bearer|token|digest|negotiate|hmac|apikey|aws4-hmac-sha256|sharedkey)[ \t]{1,4}<[^\s"'\\]{6,}>"#,
            finds: ["Authorization: Bearer ‹a40›", #""authorization":"Basic YWRhOmh1bnRlcjI=""#],
            passes: ["Authorization: Bearer", "authorization: required"]),
        RedactionRule(
            "bearer", .secret, #"(?i)\bbearer[ \t]{1,4}<[A-Za-z0-9._~+/=-]{16,}>"#, .credential,
            finds: ["sent bearer ‹a32› to"],
            passes: ["bearer authentication-required", "bearer of news"]),
        RedactionRule(
            "basic", .secret, #"(?i)\bbasic[ \t]{1,4}<[A-Za-z0-9+/]{8,512}={0,2}>"#, .basic, finds: ["Basic YWRhOmh1bnRlcjI="],
            passes: ["basic information", "Basic authentication"]),
        RedactionRule(
            "cookie-header", .secret,
            #"(?i)\b(set-)?cookie[\\"']{0,4}[ \t]{0,2}[:=][ \t]{0,2}[\\"'\[]{0,4}<[^\r\n"'\\ ][^\r\n"'\\]{7,}>"#,
            finds: ["Cookie: sid=‹a20›; theme=dark", #""set-cookie":"a=‹a10›; HttpOnly""#],
            passes: ["cookie: none", "cookie policy"]),
        RedactionRule(
            "url-password", .secret, #"://[^\s:/?#@"'<>\\]{0,128}:<[^\s"'<>\\/?#]{2,256}>"#, .userinfo,
            finds: [
                "https://ada:hunter2@example.com/", "postgres://u:p@ss@db:5432/x", "redis://:s3cret@cache:6379",
                "amqp://a:b%40c@mq",
            ],
            passes: ["http://localhost:8080/x", "https://ada:***@example.com", "mysql://u:${PW}@db"]),
        RedactionRule(
            "url-token", .secret, #"://<[A-Za-z0-9_~%-]{20,256}>@"#, .credential, finds: ["https://‹a40›@example.com/r.git"],
            passes: ["https://example.com/@user"]),
        RedactionRule(
            "url-password-escaped", .secret, #":\\/\\/[^\s:/?#@"'<>\\]{0,128}:<[^\s"'<>\\/?#]{2,256}>"#, .userinfo,
            finds: [#""https:\/\/ada:hunter2@example.com\/x""#], passes: [#""http:\/\/localhost:80\/""#]),
        RedactionRule(
            "oracle-password", .secret, #"(?i)jdbc:oracle:(thin|oci):[^\s/@:"']{1,64}/<[^\s@"']{2,128}>@"#,
            finds: ["jdbc:oracle:thin:scott/t1ger@db:1521:x"], passes: ["jdbc:oracle:thin:@db:1521:x"]),
        RedactionRule(
            "netrc-password", .secret, #"(?i)machine [^\s]{1,128} login [^\s]{1,128} password <[^\s]{3,}>"#,
            finds: ["machine example.com login ada password hunter2"], passes: ["machine example.com login ada"]),
        RedactionRule(
            "high-entropy", .secret, #"[A-Za-z0-9+/_-]{20,}"#, .entropy,
            context: [
                "secret", "token", "password", "passwd", "credential", "api_key", "api-key", "apikey", "api key", "access_key",
                "access key", "private key", "auth_", "bearer", "signature", "encryption key", "license key", "license_key",
                "service_key", "service key", "consumer_key", "consumer key", "app_key",
                "app key",
            ], finds: ["the secret is ‹b44›", "using token ‹a40› for"],
            passes: ["‹a40›", "secret kubernetes-payment-gateway-deployment"]),
    ]
}
