extension Stylesheet {
    /// What a document side by side with its verdicts needs besides.
    static let annotated = """
        .broad { max-width: 76rem; }
        .broad > p, .broad > .remark, .broad section:not(.s-statements) { max-width: 46rem; }
        .pair { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 1.6rem; padding: 0.3rem 0 0.3rem 0.7rem;
          border-left: 3px solid var(--line); break-inside: avoid; }
        .pair p { margin: 0; }
        .pair .line { font: 0.7rem/1 var(--sans); color: var(--soft); display: inline-block; min-width: 2rem; }
        .pair .said q { quotes: none; font-style: italic; }
        .pair .holds { font: 0.88rem/1.5 var(--sans); color: var(--soft); }
        .pair .holds strong { color: var(--ink); }
        .pair .sign { font-weight: 700; }
        .v-notChecked .said { color: var(--soft); }
        .v-supported { border-color: var(--good); } .v-supported .sign { color: var(--good); }
        .v-contradicted { border-color: var(--accent); background: var(--del-bg); } .v-contradicted .sign { color: var(--accent); }
        .v-unsupported { border-color: var(--change); border-left-style: dashed; } .v-unsupported .sign { color: var(--change); }
        @media (max-width: 600px) {
          .pair { grid-template-columns: minmax(0, 1fr); gap: 0.2rem; padding-bottom: 0.6rem; }
        }
        @media print {
          .broad section:not(.s-statements) { max-width: none; }
          .pair { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
        }
        """
}
