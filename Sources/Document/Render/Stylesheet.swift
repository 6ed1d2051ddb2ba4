/// The style of the HTML document: light, dark, phone, paper.
enum Stylesheet {
    static let text = """
        :root {
          color-scheme: light dark;
          --paper: #fdfcfa; --ink: #1d1f21; --soft: #5a5f66; --line: #dcd9d2; --faint: #f3f1ec;
          --link: #1a4f8b; --accent: #a3341f; --good: #2c6a3f; --change: #6b4a9c; --band: #b9c9da; --median: #5f7a96;
          --ins: #1e6434; --ins-bg: #e6f2e8; --del: #96291b; --del-bg: #fae9e6;
          --serif: Charter, "Bitstream Charter", "Iowan Old Style", "Source Serif 4", Cambria, Georgia, serif;
          --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "DejaVu Sans", sans-serif;
          --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #17191c; --ink: #e4e2dd; --soft: #a3a7ad; --line: #363a40; --faint: #202327;
            --link: #8db8ea; --accent: #f0907c; --good: #8ccf9d; --change: #c3a6ef; --band: #34475c; --median: #8fa9c4;
            --ins: #9bd6aa; --ins-bg: #1c2f22; --del: #f2a698; --del-bg: #3a2220;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 var(--serif);
          overflow-wrap: anywhere; font-variant-numeric: lining-nums; }
        main { max-width: 46rem; margin: 0 auto; padding: 3rem 1.25rem 5rem; }
        h1, h2, h3 { font-family: var(--sans); line-height: 1.25; text-wrap: balance; }
        h1 { font-size: 1.85rem; font-weight: 680; letter-spacing: -0.015em; margin: 0 0 0.6rem; }
        h2 { font-size: 1.2rem; font-weight: 650; margin: 3rem 0 0.9rem; padding-top: 0.9rem; border-top: 1px solid var(--line); }
        h3 { font-size: 0.98rem; font-weight: 620; margin: 1.6rem 0 0.4rem; }
        p { margin: 0 0 0.8rem; }
        ul { margin: 0 0 1rem; padding-left: 1.15rem; }
        li { margin: 0 0 0.4rem; }
        a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 0.15em; }
        a:focus-visible, pre:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
        .remark { font: 0.9rem/1.5 var(--sans); color: var(--soft); }
        code { font-family: var(--mono); font-size: 0.86em; }
        :not(pre) > code { background: var(--faint); border-radius: 3px; padding: 0.05em 0.25em; }
        pre { background: var(--faint); border-left: 3px solid var(--line); padding: 0.7rem 0.9rem; margin: 0 0 0.9rem;
          overflow-x: auto; line-height: 1.45; font-size: 0.92rem; white-space: pre-wrap; }
        .diff ins { color: var(--ins); background: var(--ins-bg); text-decoration: none; }
        .diff del { color: var(--del); background: var(--del-bg); text-decoration: none; }
        .cite { font: 0.7rem/1 var(--sans); white-space: nowrap; }
        .cite a { display: inline-block; padding: 0.15em 0.35em; border: 1px solid var(--line); border-radius: 3px;
          text-decoration: none; vertical-align: 0.1em; }
        .cite a:hover { border-color: var(--link); }
        dd .cite { white-space: normal; }
        dd .cite a { margin: 0.1em 0; }
        nav ol { list-style: none; margin: 1.4rem 0 0; padding: 0; font: 0.85rem/1.9 var(--sans); display: flex; flex-wrap: wrap;
          gap: 0 1.1rem; }
        nav li { margin: 0; }
        nav a { text-decoration: none; }
        nav a:hover { text-decoration: underline; }
        table { width: 100%; border-collapse: collapse; margin: 0 0 1.2rem; font-size: 0.97rem; }
        caption { text-align: left; font: 0.82rem/1.4 var(--sans); color: var(--soft); padding-bottom: 0.35rem; }
        thead th { font: 600 0.75rem/1.4 var(--sans); color: var(--soft); text-align: left; border-bottom: 1px solid var(--line); }
        th, td { padding: 0.45rem 0.8rem 0.45rem 0; vertical-align: top; text-align: left; }
        thead th, .s-impact td:nth-child(2) { white-space: nowrap; }
        tbody th { font-weight: 600; font-family: var(--sans); font-size: 0.9rem; overflow-wrap: break-word; }
        tbody tr { border-bottom: 1px solid var(--line); }
        .s-timeline tbody th { white-space: nowrap; font-variant-numeric: tabular-nums lining-nums; }
        .s-timeline td:nth-child(2) { font: 0.8rem/1.85 var(--sans); color: var(--soft); white-space: nowrap; }
        .s-actions th:first-child { width: 42%; }
        .s-actions tbody th { font-weight: 500; line-height: 1.5; }
        .s-actions td:nth-child(n+3), .s-actions thead th:nth-child(n+3) { width: 4rem; }
        figure { margin: 1.2rem 0 1.6rem; break-inside: avoid; }
        figure .title { font: 600 0.88rem/1.4 var(--sans); margin: 0 0 0.35rem; break-after: avoid; overflow-wrap: anywhere; }
        figure svg { display: block; width: 100%; height: auto; }
        .narrow { display: none; }
        figcaption { font: 0.82rem/1.45 var(--sans); color: var(--soft); margin-top: 0.35rem; }
        .entry { border-top: 1px solid var(--line); padding: 0.7rem 0 0.2rem; scroll-margin-top: 1rem; break-inside: avoid; }
        .entry:target { background: var(--faint); box-shadow: 0 0 0 0.6rem var(--faint); }
        .entry h3 { margin: 0 0 0.4rem; font-weight: 500; font-family: var(--serif); font-size: 1rem; }
        .entry .id { font: 650 0.85rem/1 var(--sans); display: inline-block; min-width: 2.4rem; }
        .entry pre { font-size: 0.85rem; }
        dl { margin: 0 0 0.5rem; font: 0.85rem/1.5 var(--sans); }
        dl div { display: flex; gap: 0.8rem; }
        dt { flex: 0 0 8.5rem; color: var(--soft); }
        dd { margin: 0; min-width: 0; }
        .back { font: 0.78rem/1.6 var(--sans); color: var(--soft); }
        svg text { font-family: var(--sans); fill: var(--ink); }
        svg .soft { fill: var(--soft); }
        svg .grid { stroke: var(--line); stroke-width: 1; }
        svg .axis { stroke: var(--soft); stroke-width: 1; }
        svg .band { fill: var(--band); opacity: 0.75; }
        svg .median { stroke: var(--median); stroke-width: 1.2; fill: none; stroke-dasharray: 4 3; }
        svg .line { stroke: var(--ink); stroke-width: 1.7; fill: none; stroke-linejoin: round; }
        svg .dot { fill: var(--ink); }
        svg .mark { stroke: var(--soft); stroke-width: 1.2; stroke-dasharray: 3 3; }
        svg .m-onset { stroke: var(--accent); stroke-dasharray: none; } svg .t-onset { fill: var(--accent); }
        svg .m-change { stroke: var(--change); } svg .t-change { fill: var(--change); }
        svg .m-end { stroke: var(--good); } svg .t-end { fill: var(--good); }
        svg .m-page { stroke: var(--soft); } svg .t-page { fill: var(--soft); }
        svg .f-onset { fill: var(--accent); } svg .f-change { fill: var(--change); } svg .f-end { fill: var(--good); }
        svg .f-plain { fill: var(--paper); stroke: var(--soft); stroke-width: 1.4; }
        @media (max-width: 600px) {
          body { font-size: 1rem; }
          main { padding: 1.5rem 1rem 3rem; }
          h1 { font-size: 1.45rem; }
          .wide { display: none; } .narrow { display: block; }
          table, caption, tbody, tr, td, tbody th { display: block; width: auto !important; }
          thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          tbody tr { padding: 0.5rem 0; }
          th, td { padding: 0.05rem 0; }
          td[data-label]:empty, td[data-label="Owner"], td[data-label="Due"] { min-height: 1.4em; }
          td[data-label="Owner"]::before, td[data-label="Due"]::before, td[data-label="Kind"]::before,
          td[data-label="Because"]::before, .s-gaps td[data-label="Source"]::before {
            content: attr(data-label) ": "; font: 0.78rem/1.5 var(--sans); color: var(--soft); }
          dl div { display: block; margin-bottom: 0.25rem; }
        }
        @media print {
          :root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --faint: #f4f4f4; --link: #000;
            --accent: #a3341f; --good: #2c6a3f; --change: #5c3c8d; --band: #c9d5e1; --median: #5f7a96;
            --ins: #1e6434; --ins-bg: #eef6ef; --del: #96291b; --del-bg: #fbefed; }
          @page { margin: 18mm 16mm; }
          html { font-size: 10pt; }
          body { font-size: 1rem; }
          main { max-width: none; padding: 0; }
          nav, .back { display: none; }
          .wide { display: block; } .narrow { display: none; }
          h2, h3, caption { break-after: avoid; }
          tr, figure, pre, li { break-inside: avoid; }
          thead { display: table-header-group; }
          .wide, figure { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
        }
        """
}
