/// National identity, tax and insurance numbers. A form that other numbers share needs a word before it.
extension RedactionRule {
    static let nationalIDs: [RedactionRule] = [
        RedactionRule(
            "us-ssn", .nationalID, #"\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b"#, .usSSN, finds: ["SSN 536-90-4399"],
            passes: ["000-12-3456", "536-90-43991"]),
        RedactionRule(
            "us-ssn-bare", .nationalID, #"\b[0-9]{3} ?[0-9]{2} ?[0-9]{4}\b"#, .usSSN,
            context: ["ssn", "social security", "social_security", "socialsecurity"],
            finds: [#""ssn":"536904399""#], passes: ["order 536904399"]),
        RedactionRule(
            "uk-nino", .nationalID, #"(?i)\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]\b"#,
            finds: ["NINO AB123456C", "AB 12 34 56 C"], passes: ["QQ123456C", "AB123456E"]),
        RedactionRule(
            "uk-nhs", .nationalID, #"\b[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}\b"#, .ukNHS, context: ["nhs"],
            finds: ["NHS 943 476 5919"], passes: ["943 476 5919", "NHS 943 476 5918"]),
        RedactionRule(
            "de-tax-id", .nationalID, #"\b[0-9]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}\b"#, .deTaxID,
            context: ["steuer", "idnr", "tax", "tin"],
            finds: ["Steuer-ID 86 095 742 719"], passes: ["Steuer-ID 86095742710", "86095742719"]),
        RedactionRule(
            "fr-nir", .nationalID, #"\b[12] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}\b"#, .frNIR,
            finds: ["NIR 2 55 08 14 168 025 38", "255081416802538"], passes: ["255081416802539"]),
        RedactionRule(
            "fr-nir-corsica", .nationalID, #"(?i)\b[12] ?[0-9]{2} ?[0-9]{2} ?2[AB] ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}\b"#, .frNIR,
            finds: ["1 85 05 2A 004 123 56"], passes: ["1 85 05 2A 004 123 99"]),
        RedactionRule(
            "es-dni", .nationalID, #"(?i)\b[0-9]{8}-?[A-HJ-NP-TV-Z]\b"#, .esID, finds: ["DNI 12345678Z"], passes: ["12345678A"]),
        RedactionRule(
            "es-nie", .nationalID, #"(?i)\b[XYZ][0-9]{7}-?[A-HJ-NP-TV-Z]\b"#, .esID, finds: ["NIE X1234567L"],
            passes: ["X1234567A"]),
        RedactionRule(
            "it-codice-fiscale", .nationalID,
            #"(?i)\b[A-Z]{6}[0-9]{2}[ABCDEHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]\b"#, .itCode,
            finds: ["CF RSSMRA85T10A562S"], passes: ["RSSMRA85T10A562X"]),
        RedactionRule(
            "nl-bsn", .nationalID, #"\b[0-9]{4}[. ]?[0-9]{2}[. ]?[0-9]{3}\b"#, .nlBSN,
            context: ["bsn", "burgerservice", "sofi"], finds: ["BSN 111222333"], passes: ["BSN 111222334", "111222333"]),
        RedactionRule(
            "be-nrn", .nationalID, #"\b[0-9]{2}\.[0-9]{2}\.[0-9]{2}-[0-9]{3}\.[0-9]{2}\b"#, .beNRN, finds: ["85.07.30-033.28"],
            passes: ["85.07.30-033.29"]),
        RedactionRule(
            "be-nrn-bare", .nationalID, #"\b[0-9]{11}\b"#, .beNRN,
            context: ["rijksregister", "national register", "registre national", "nrn"], finds: ["NRN 85073003328"],
            passes: ["85073003328"]),
        RedactionRule(
            "pl-pesel", .nationalID, #"\b[0-9]{11}\b"#, .plPESEL, context: ["pesel"], finds: ["PESEL 44051401359"],
            passes: ["PESEL 44051401358", "44051401359"]),
        RedactionRule(
            "se-personnummer", .nationalID, #"\b[0-9]{6,8}[-+][0-9]{4}\b"#, .sePNR,
            finds: ["811218-9876", "19811218-9876"], passes: ["811218-9877", "119899-1234"]),
        RedactionRule(
            "no-fodselsnummer", .nationalID, #"\b[0-9]{6} ?[0-9]{5}\b"#, .noFNR, finds: ["01010750160"], passes: ["01010750161"]
        ),
        RedactionRule(
            "dk-cpr", .nationalID, #"\b[0-9]{6}-?[0-9]{4}\b"#, .dkCPR, context: ["cpr", "personnummer"],
            finds: ["CPR 070761-4285"], passes: ["070761-4285", "CPR 991361-4285"]),
        RedactionRule(
            "fi-hetu", .nationalID, #"(?i)\b[0-9]{6}[-+A-FU-Y][0-9]{3}[0-9A-Y]\b"#, .fiHETU, finds: ["131052-308T"],
            passes: ["131052-308U"]),
        RedactionRule(
            "ch-ahv", .nationalID, #"\b756\.?[0-9]{4}\.?[0-9]{4}\.?[0-9]{2}\b"#, .chAHV, finds: ["756.9217.0769.85"],
            passes: ["756.9217.0769.86"]),
        RedactionRule(
            "at-svnr", .nationalID, #"\b[0-9]{4} ?[0-9]{6}\b"#, .atSVNR, context: ["svnr", "sozialversicherung", "sv-nummer"],
            finds: ["SVNR 1237 010180"], passes: ["1237 010180"]),
        RedactionRule(
            "pt-nif", .nationalID, #"\b[0-9]{9}\b"#, .ptNIF, context: ["nif", "contribuinte"], finds: ["NIF 123456789"],
            passes: ["NIF 123456788", "123456789"]),
        RedactionRule(
            "ie-pps", .nationalID, #"(?i)\b[0-9]{7}[A-W][A-IW]?\b"#, .iePPS, context: ["pps", "ppsn"], finds: ["PPS 1234567T"],
            passes: ["1234567T"]),
        RedactionRule(
            "br-cpf", .nationalID, #"\b[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}\b"#, .brCPF, finds: ["529.982.247-25"],
            passes: ["529.982.247-26"]),
        RedactionRule(
            "br-cpf-bare", .nationalID, #"\b[0-9]{11}\b"#, .brCPF, context: ["cpf"], finds: ["CPF 52998224725"],
            passes: ["52998224725"]),
        RedactionRule(
            "cl-rut", .nationalID, #"(?i)\b[0-9]{1,2}\.[0-9]{3}\.[0-9]{3}-[0-9K]\b"#, .clRUT, finds: ["12.345.678-5"],
            passes: ["12.345.678-6"]),
        RedactionRule(
            "in-aadhaar", .nationalID, #"\b[2-9][0-9]{3}[ -][0-9]{4}[ -][0-9]{4}\b"#, .inAadhaar, finds: ["2341 2341 2346"],
            passes: ["2341 2341 2347"]),
        RedactionRule(
            "in-aadhaar-bare", .nationalID, #"\b[2-9][0-9]{11}\b"#, .inAadhaar, context: ["aadhaar", "aadhar", "uidai"],
            finds: ["aadhaar 234123412346"], passes: ["234123412346"]),
        RedactionRule(
            "in-pan", .nationalID, #"\b[A-Z]{5}[0-9]{4}[A-Z]\b"#,
            context: ["pan ", "pan:", "pan=", "pan\"", "pan_", "permanent account"], finds: ["PAN ABCPE1234F"],
            passes: ["ABCPE1234F"]),
        RedactionRule(
            "cn-resident-id", .nationalID, #"(?i)\b[1-9][0-9]{16}[0-9X]\b"#, .cnID, finds: ["11010519491231002X"],
            passes: ["110105194912310021"]),
        RedactionRule(
            "kr-rrn", .nationalID, #"\b[0-9]{6}-[1-8][0-9]{6}\b"#, .krRRN, finds: ["820701-2409184"], passes: ["829901-2409184"]
        ),
        RedactionRule(
            "jp-my-number", .nationalID, #"\b[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}\b"#, .jpMyNumber,
            context: ["my number", "mynumber", "my_number", "マイナンバー"], finds: ["my number 1234 5678 9018"],
            passes: ["1234 5678 9018"]),
        RedactionRule(
            "sg-nric", .nationalID, #"(?i)\b[STFG][0-9]{7}[A-Z]\b"#, .sgNRIC, finds: ["S1234567D"], passes: ["S1234567A"]),
        RedactionRule(
            "au-tfn", .nationalID, #"\b[0-9]{3} ?[0-9]{3} ?[0-9]{3}\b"#, .auTFN, context: ["tfn", "tax file"],
            finds: ["TFN 123 456 782"], passes: ["123 456 782"]),
        RedactionRule(
            "ca-sin", .nationalID, #"\b[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}\b"#, .caSIN,
            context: ["sin ", "sin:", "social insurance"], finds: ["SIN: 130 692 544"], passes: ["130 692 544"]),
        RedactionRule(
            "za-id", .nationalID, #"\b[0-9]{13}\b"#, .zaID, context: ["id number", "id_number", "identity", "idno", "said"],
            finds: ["ID number 8001015009087"], passes: ["8001015009087"]),
        RedactionRule(
            "tr-id", .nationalID, #"\b[1-9][0-9]{10}\b"#, .trID, context: ["tckn", "kimlik", "tc no"],
            finds: ["TCKN 10000000146"], passes: ["10000000146"]),
        RedactionRule(
            "ro-cnp", .nationalID, #"\b[1-9][0-9]{12}\b"#, .roCNP, context: ["cnp"], finds: ["CNP 1800101221144"],
            passes: ["1800101221144"]),
        RedactionRule(
            "cz-rodne-cislo", .nationalID, #"\b[0-9]{6}/[0-9]{3,4}\b"#, .czRC, finds: ["736028/5163"], passes: ["736028/5164"]),
    ]
}
