/// The page's style sheet: light and dark, from 360 pixels on.
enum PageStyle {
    /// The sheet.
    static let css = """
        :root { color-scheme: light dark; --ground: #fbfbf9; --card: #ffffff; --ink: #1d2126; --soft: #5c6570;
          --rule: #d9dde2; --accent: #0b5cad; --heat: 214, 92, 20;
          --c0: #2e9e5b; --c1: #e0a11b; --c2: #c8452f; --c3: #8a4fbf; --c4: #d4763b; --c5: #a02a55; --c6: #5d6fc4;
          --c7: #16879b; --c8: #7d6b4f; --c9: #a9b1ba; }
        @media (prefers-color-scheme: dark) {
          :root { --ground: #14171a; --card: #1c2024; --ink: #e6e9ec; --soft: #9aa4af; --rule: #353c44;
            --accent: #6db3f2; --heat: 240, 130, 60;
            --c0: #4cc27d; --c1: #f0bd4f; --c2: #ea6b55; --c3: #b184e0; --c4: #ee9c66; --c5: #d8608c; --c6: #8e9ce8;
            --c7: #4bb8cb; --c8: #b39f80; --c9: #6b747e; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink);
          font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
        main { max-width: 1240px; margin: 0 auto; padding: 20px 16px 48px; }
        h1 { font-size: 1.5rem; margin: 0 0 4px; overflow-wrap: anywhere; }
        h2 { font-size: 1.05rem; margin: 0 0 10px; overflow-wrap: anywhere; }
        p { margin: 0 0 8px; }
        section { margin: 0 0 24px; }
        a { color: var(--accent); }
        .facts, .note { color: var(--soft); }
        .note { font-size: .87rem; }
        .bottleneck { font-size: 1.1rem; border-left: 4px solid var(--c2); padding: 8px 12px; background: var(--card); }
        .cards { display: grid; gap: 16px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 350px), 1fr));
          margin-bottom: 24px; align-items: start; }
        .card { background: var(--card); border: 1px solid var(--rule); border-radius: 8px; padding: 14px; margin: 0; }
        svg { display: block; width: 100%; height: auto; margin-bottom: 8px; }
        .label, .strong { font-size: 12px; fill: var(--soft); }
        .strong { fill: var(--ink); font-weight: 600; }
        .grid { stroke: var(--rule); stroke-width: 1; }
        .roof { fill: none; stroke: var(--ink); stroke-width: 2.5; }
        .roof.soft { stroke: var(--soft); stroke-width: 1.2; }
        .point { fill: var(--c2); stroke: var(--c2); stroke-width: 2; }
        .point.hollow { fill: var(--card); }
        .line { fill: none; stroke-width: 1.5; }
        .line.l2 { stroke: var(--c6); } .line.read { stroke: var(--c2); } .line.written { stroke: var(--c0); }
        .k { font-weight: 600; }
        .k.l2 { color: var(--c6); } .k.read { color: var(--c2); } .k.written { color: var(--c0); }
        .s0 { fill: var(--c0); } .s1 { fill: var(--c1); } .s2 { fill: var(--c2); } .s3 { fill: var(--c3); }
        .s4 { fill: var(--c4); } .s5 { fill: var(--c5); } .s6 { fill: var(--c6); } .s7 { fill: var(--c7); }
        .s8 { fill: var(--c8); } .s9 { fill: var(--c9); }
        .legend { list-style: none; margin: 0; padding: 0; }
        .legend li { display: flex; align-items: center; gap: 8px; }
        .swatch { width: 12px; height: 12px; margin: 0; flex: none; }
        .num { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .legend .num { min-width: 3.2em; }
        .findings { padding-left: 22px; }
        .findings p { margin: 0; }
        .findings li { margin-bottom: 12px; }
        .gain { color: var(--soft); }
        .scroll { overflow-x: auto; border: 1px solid var(--rule); border-radius: 8px; background: var(--card); }
        .scroll:focus-visible { outline: 2px solid var(--accent); }
        table { border-collapse: collapse; width: 100%; }
        th { font-weight: 600; text-align: left; color: var(--soft); }
        th, td { padding: 3px 8px; vertical-align: top; }
        .figures th, .figures td { border-bottom: 1px solid var(--rule); white-space: nowrap; }
        .source { font: 12.5px/1.45 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
        .source th { font-weight: 400; text-align: right; }
        .source thead th:last-child { text-align: left; }
        .source td, .source th { padding: 0 8px; }
        .source tr:target { outline: 2px solid var(--accent); }
        .code { white-space: pre; width: 100%; }
        .heat1 { background: rgba(var(--heat), .12); } .heat2 { background: rgba(var(--heat), .25); }
        .heat3 { background: rgba(var(--heat), .38); } .heat4 { background: rgba(var(--heat), .5); }
        .heat5 { background: rgba(var(--heat), .65); }
        details summary { cursor: pointer; margin-bottom: 10px; }
        pre.wrap { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--card); border: 1px solid var(--rule);
          border-radius: 8px; padding: 12px; margin: 0; font: 12.5px/1.45 ui-monospace, Menlo, Consolas, monospace; }
        @media (max-width: 600px) {
          main { padding: 14px 10px 32px; }
          .extra { display: none; }
          .source td, .source th { padding: 0 5px; }
        }
        @media print { .scroll { overflow: visible; } }
        """
}
