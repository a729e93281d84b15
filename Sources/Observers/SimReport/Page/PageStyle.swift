/// The page's style sheet: colours once for light and once for dark, told apart from each other in both and in print.
///
/// Charts name what they draw (`gain`, `band`, `part3`); only this file knows colours. The hues are those of M. Okabe and
/// K. Ito, "Color Universal Design", 2008, which people with any colour vision can tell apart, darker or lighter where
/// the background asks for it.
enum PageStyle {
  static let css = """
    :root{color-scheme:light dark;--paper:#fff;--card:#f7f8fa;--ink:#1c2127;--soft:#59626d;--rule:#d9dde3;
    --first:#0b63a8;--second:#b0560a;--good:#00735a;--bad:#b3261e;--volume:#8a94a1;
    --p0:#0072b2;--p1:#e69f00;--p2:#009e73;--p3:#cc79a7;--p4:#56b4e9;--p5:#d55e00;--p6:#7d7d00;--p7:#6a4fb3;
    --p8:#999;--p9:#8c564b;--p10:#17a2a8;--p11:#444;--p12:#b9a888}
    @media (prefers-color-scheme:dark){:root{--paper:#14171b;--card:#1c2026;--ink:#e6e9ed;--soft:#a3adb8;
    --rule:#343b44;--first:#5fb3f0;--second:#f0a04b;--good:#3ecfa5;--bad:#ff8a80;--volume:#77828f;
    --p0:#3d9be0;--p6:#b5b53c;--p7:#a08be0;--p9:#c08a7e;--p11:#ccc}}
    @media print{:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#333;--rule:#bbb;--first:#0b63a8;--second:#b0560a;
    --good:#00735a;--bad:#b3261e;--volume:#8a94a1;--p0:#0072b2;--p6:#7d7d00;--p7:#6a4fb3;--p9:#8c564b;--p11:#444}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
    main,header,footer{max-width:1240px;margin:0 auto;padding:0 16px}
    h1{font-size:26px;line-height:1.2;margin:24px 0 4px}
    h2{font-size:20px;margin:40px 0 8px;padding-top:12px;border-top:1px solid var(--rule)}
    h3{font-size:15px;margin:0}
    p{margin:6px 0 12px;max-width:75ch}
    a{color:var(--first)}
    .soft,figcaption,caption{color:var(--soft);font-size:13px}
    .notice{border-left:4px solid var(--second);background:var(--card);padding:8px 12px}
    nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:2px 14px;padding:0;margin:8px 0}
    .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(140px,1fr));gap:10px;margin:16px 0;padding:0}
    .tiles div{background:var(--card);border:1px solid var(--rule);border-radius:6px;padding:8px 12px}
    .tiles dt{color:var(--soft);font-size:13px}
    .tiles dd{margin:0;font-size:19px;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
    .cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,340px),1fr));gap:14px}
    .card{background:var(--card);border:1px solid var(--rule);border-radius:6px;padding:10px 10px 4px;min-width:0}
    .card:target{grid-column:1/-1;border-color:var(--first)}
    .card:target svg{max-width:900px;margin:0 auto}
    .card header{padding:0;display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 10px}
    .card h3 a{text-decoration:none}
    .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,380px),1fr));gap:14px;align-items:start}
    figure{margin:8px 0 16px;max-width:600px}
    figure.wide{max-width:960px}
    .pair figure{margin:0 0 8px}
    svg{display:block;width:100%;height:auto}
    svg text{fill:var(--soft);font:11px system-ui,sans-serif;font-variant-numeric:tabular-nums}
    .grid{stroke:var(--rule);fill:none;stroke-width:.7}
    .axis{stroke:var(--soft);fill:none}
    .line{fill:none;stroke-width:1.4;stroke-linejoin:round}
    .first{stroke:var(--first)}.second{stroke:var(--second);stroke-dasharray:5 3}
    .band{fill:var(--first);opacity:.22}
    .volume{stroke:var(--volume);fill:none}
    .news{stroke:transparent;stroke-width:7;paint-order:stroke;cursor:help}
    .good.news{fill:var(--good)}.bad.news{fill:var(--bad)}
    td.good{color:var(--good)}td.bad{color:var(--bad)}
    .gain{fill:var(--first)}.loss{fill:var(--bad)}.unsure{fill:var(--soft)}
    .whisker{fill:none;stroke-width:1.4}.whisker.gain{stroke:var(--first)}.whisker.loss{stroke:var(--bad)}
    .whisker.unsure{stroke:var(--soft)}
    .key{display:inline-block;width:22px;border-top:2px solid var(--first);vertical-align:middle}
    .key.second{border-top:2px dashed var(--second)}.key.area{border-top:10px solid var(--first);opacity:.3}
    .key.box{border-top-width:10px;width:12px}.named{white-space:nowrap;margin-right:10px}
    .scroll{overflow-x:auto;margin:8px 0 16px}
    table{border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums}
    caption{text-align:left;padding:4px 0}
    th,td{padding:3px 10px 3px 0;text-align:right;border-bottom:1px solid var(--rule);font-weight:400;
    white-space:nowrap}
    thead th{color:var(--soft);font-size:13px;vertical-align:bottom}
    .word{text-align:left}td.word{white-space:normal;min-width:13em}
    tr.fact th,th.fact,td.fact{font-weight:600}
    details{margin:8px 0 16px}summary{cursor:pointer}
    pre{overflow-x:auto;background:var(--card);border:1px solid var(--rule);padding:10px;font-size:12px}
    footer{color:var(--soft);font-size:13px;padding-bottom:32px;margin-top:40px}
    @media print{nav{display:none}.card,figure,tr{break-inside:avoid}h2,h3,caption{break-after:avoid}
    .scroll{overflow:visible}table,thead th{font-size:11px}th,td{padding-right:6px}td.word{min-width:0}
    details.charts::details-content{content-visibility:visible;display:block}}
    """ + "\n" + parts

  /// A series of a chart: part of a stacked bar, line, its key, and the mark in front of its name in the table.
  private static var parts: String {
    (0..<SeriesColour.count).map { place in
      let (name, colour) = (SeriesColour.name(place), "var(--p\(place))")
      return "rect.\(name){fill:\(colour)}.line.\(name){stroke:\(colour)}.key.\(name){border-color:\(colour)}"
        + "th.\(name)::before{content:\"\";display:inline-block;width:11px;"
        + "height:11px;margin-right:7px;background:\(colour);print-color-adjust:exact}\n"
    }.joined()
  }
}
