/// Clouds.
extension RedactionRule {
    static let cloud: [RedactionRule] = [
        RedactionRule(
            "aws-access-key-id", .secret, #"\b(AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[A-Z2-7]{16}\b"#,
            finds: ["key AKIA‹u16› used", #"{"id":"ASIA‹u16›"}"#], passes: ["AKIA-SHORT", "AKIA‹u16›ABCDEF"]),
        RedactionRule(
            "aws-secret-access-key", .secret, #"[A-Za-z0-9+/]{40}\b"#, .entropy,
            context: ["aws", "secretaccesskey", "secret_access_key"],
            finds: ["aws_secret: ‹b39›a", "SecretAccessKey ‹b39›a"], passes: ["digest ‹b39›a"]),
        RedactionRule(
            "aws-session-token", .secret, #"\b(FwoGZXIvYXdz|IQoJb3JpZ2lu)[A-Za-z0-9+/=]{40,}"#,
            finds: ["X-Amz-Security-Token: IQoJb3JpZ2lu‹b200›"], passes: ["IQoJb3JpZ2lu"]),
        RedactionRule(
            "aws-bedrock-key", .secret, #"ABSK[A-Za-z0-9+/]{100,}"#, finds: ["ABSK‹b120›"], passes: ["ABSK ‹b20›"]),
        RedactionRule(
            "aws-presigned-signature", .secret, #"(?i)X-Amz-(Signature|Credential)=<[A-Za-z0-9%/_-]{16,}>"#,
            finds: ["https://b.s3.amazonaws.com/k?X-Amz-Signature=‹x64›"], passes: ["X-Amz-Signature="]),
        RedactionRule(
            "gcp-api-key", .secret, #"AIza[A-Za-z0-9_-]{35}"#, finds: ["?key=AIza‹a35›&x=1"], passes: ["AIza‹a10›"]),
        RedactionRule(
            "gcp-oauth-token", .secret, #"ya29\.[A-Za-z0-9_-]{20,}"#, finds: ["token ya29.‹a60›"], passes: ["ya29.short"]),
        RedactionRule(
            "gcp-oauth-secret", .secret, #"GOCSPX-[A-Za-z0-9_-]{28}"#, finds: ["GOCSPX-‹a28›"], passes: ["GOCSPX-x"]),
        RedactionRule(
            "gcp-service-account-key-id", .secret, #"private_key_id[\\"' ]{1,6}: ?[\\"']{1,4}<\h{40}>"#,
            finds: [#"{"type": "service_account", "private_key_id": "‹x40›"}"#], passes: [#""private_key_id": "none""#]),
        RedactionRule(
            "azure-account-key", .secret, #"(?i)(AccountKey|SharedAccessKey|SharedSecret)=<[A-Za-z0-9+/]{32,}>"#,
            finds: ["DefaultEndpointsProtocol=https;AccountName=a;AccountKey=‹b86›==;EndpointSuffix=core.windows.net"],
            passes: ["AccountKey=;"]),
        RedactionRule(
            "azure-sas", .secret, #"(?i)[?&;]sig=<[A-Za-z0-9%+/_-]{30,}>"#,
            finds: ["https://a.blob.core.windows.net/c?sv=2022-11-02&sp=r&sig=‹a43›%3D"], passes: ["?sig=abc"]),
        RedactionRule(
            "azure-client-secret", .secret, #"Q~[A-Za-z0-9_~-]{31,34}"#,
            finds: ["azure abc8Q~‹a34›"], passes: ["abc8Q~x"]),
        RedactionRule(
            "digitalocean-token", .secret, #"do[opr]_v1_\h{64}"#, finds: ["dop_v1_‹x64›", "dor_v1_‹x64›"],
            passes: ["dop_v1_‹x10›"]),
        RedactionRule(
            "heroku-key", .secret, #"HRKU-[A-Za-z0-9_-]{30,}"#, finds: ["HRKU-AA‹a58›"], passes: ["HRKU-1"]),
        RedactionRule(
            "heroku-uuid", .secret, #"(?i)heroku[\w .-]{0,24}[\\"' ]{0,4}[=: ][\\"' ]{0,4}<\h{8}-\h{4}-\h{4}-\h{4}-\h{12}>"#,
            finds: ["HEROKU_API_KEY=‹x8›-‹x4›-‹x4›-‹x4›-‹x12›"], passes: ["request ‹x8›-‹x4›-‹x4›-‹x4›-‹x12›"]),
        RedactionRule(
            "alibaba-access-key", .secret, #"\bLTAI[A-Za-z0-9]{12,26}\b"#, finds: ["LTAI‹a20›"], passes: ["LTAI"]),
        RedactionRule(
            "cloudflare-origin-ca", .secret, #"v1\.0-\h{24}-\h{146}"#, finds: ["v1.0-‹x24›-‹x146›"], passes: ["v1.0-‹x24›"]),
        RedactionRule(
            "fly-token", .secret, #"fm[12]_[A-Za-z0-9+/=_-]{40,}"#, finds: ["FlyV1 fm2_‹a80›"], passes: ["fm2_x"]),
        RedactionRule(
            "databricks-token", .secret, #"\bdapi\h{32}"#, finds: ["dapi‹x32›"], passes: ["dapi‹x8›"]),
    ]
}
