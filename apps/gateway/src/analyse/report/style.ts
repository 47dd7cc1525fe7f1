/** Light, dark, narrow and printed. Colours are those of the dashboard; none of them is needed to read a chart. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#f4f3ef;--surface:#fff;--line:#dedcd4;--ink:#1d272b;--muted:#55626a;--accent:#17626c;
--grid:#e7e5de;--level:#8a8f90;--flexion:#1f66b0;--tilt:#5b5f97;--rotation:#0f7a62;--warm:#a65a00;
--sitting:#4a7ab5;--standing:#58a894;--walking:#dda43a;--lying:#8873b3;--running:#c06c2e;--cycling:#7f9144;--unknown:#8b9194;--not_worn:#c9c7be}
@media screen and (prefers-color-scheme:dark){:root{--paper:#14191c;--surface:#1c2327;--line:#2e383d;--ink:#e8ecec;--muted:#a3afb4;--accent:#7cc4cc;
--grid:#293237;--level:#768187;--flexion:#75b0f0;--tilt:#a9acdf;--rotation:#5cc7a8;--warm:#e5a458;
--sitting:#5d90cf;--standing:#5fb29d;--walking:#e2b157;--lying:#a08fce;--running:#d68547;--cycling:#98ab58;--unknown:#7d888d;--not_worn:#3d484d}}
*{box-sizing:border-box}
html{background:var(--paper);-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;color:var(--ink);font:400 .9375rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:62rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.625rem;line-height:1.2;margin:0 0 .25rem;overflow-wrap:anywhere}
h2{font-size:1.25rem;margin:0 0 .75rem}
h3{font-size:1rem;margin:1rem 0 .25rem}
p{margin:0 0 .75rem;max-width:46rem}
.lead{color:var(--muted)}
.note{color:var(--muted);font-size:.875rem}
.none{border-inline-start:3px solid var(--level);padding:.25rem .75rem;color:var(--muted)}
.none strong{color:var(--ink)}
section{background:var(--surface);border:1px solid var(--line);border-radius:14px;padding:1.25rem;margin:1rem 0}
dl.cards{display:grid;grid-template-columns:repeat(3,1fr);gap:.75rem;margin:1rem 0}
dl.cards div{background:var(--surface);border:1px solid var(--line);border-radius:14px;padding:.75rem 1rem}
dl.cards dt{color:var(--muted);font-size:.8125rem}
dl.cards dd{margin:0}
dl.cards .value{font-size:1.375rem;line-height:1.3}
dl.cards .rest{color:var(--muted);font-size:.8125rem}
figure.chart{margin:0 0 1.5rem}
figcaption h3{margin-top:0}
figcaption p{font-size:.875rem;color:var(--muted);margin-bottom:.75rem}
.plot{display:grid;grid-template-columns:5.5rem 1fr;grid-template-rows:var(--height) 1.5rem;column-gap:.5rem}
.plot svg{width:100%;height:100%;grid-column:2;grid-row:1;overflow:visible;border-bottom:1px solid var(--line)}
.plot .y{position:relative;grid-column:1;grid-row:1;font-size:.8125rem;color:var(--muted)}
.plot .y span{position:absolute;right:0;transform:translateY(50%);white-space:nowrap;line-height:1}
.plot .x{position:relative;grid-column:2;grid-row:2;font-size:.8125rem;color:var(--muted)}
.plot .x span{position:absolute;top:.25rem;transform:translateX(-50%);white-space:nowrap}
.plot .x .first{transform:none}.plot .x .last{transform:translateX(-100%)}
svg path{vector-effect:non-scaling-stroke;fill:none;stroke-width:1.5}
svg .grid{stroke:var(--grid);stroke-width:1}
svg .level{stroke:var(--level);stroke-width:1;stroke-dasharray:5 4}
svg .range{stroke:none;opacity:.28}
svg .line{stroke-linejoin:round}
svg .flexion.range,svg .samples.range{fill:var(--flexion)}svg .flexion.line,svg .samples.line{stroke:var(--flexion)}
svg .tilt.range{fill:var(--tilt)}svg .tilt.line{stroke:var(--tilt)}
svg .creep.range{fill:var(--warm)}svg .creep.line{stroke:var(--warm)}
svg .unbroken.range{fill:var(--sitting)}svg .unbroken.line{stroke:var(--sitting)}
svg .movement.range{fill:var(--rotation)}svg .movement.line{stroke:var(--rotation)}
svg .event{stroke-width:2}svg .event.left{stroke:var(--rotation)}svg .event.right{stroke:var(--warm)}
svg .interval{stroke:var(--rotation);stroke-width:6;opacity:.4}svg .mark{stroke:var(--ink);stroke-width:3}
${['sitting', 'standing', 'walking', 'lying', 'running', 'cycling', 'unknown', 'not_worn'].map((state) => `svg .bout.${state}{fill:var(--${state})}`).join('')}
details{margin:.5rem 0}
summary{cursor:pointer;color:var(--accent);padding:.25rem 0;min-height:24px}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.scroll{overflow-x:auto;margin:.5rem 0 1rem;container-type:inline-size}
table{border-collapse:collapse;font-size:.875rem;min-width:100%}
caption{text-align:start;color:var(--muted);padding-bottom:.25rem}
table.wide caption>span{display:block;position:sticky;inset-inline-start:0;max-width:100cqi}
th,td{text-align:start;vertical-align:top;padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--line)}
th{font-weight:600}thead th,table.wide tbody th,td.short,.day{white-space:nowrap}tbody th{font-weight:400}
@media(max-width:40rem){dl.cards{grid-template-columns:repeat(2,1fr)}
table.stacked,table.stacked tbody,table.stacked caption{display:block}table.stacked thead{display:none}
table.stacked tr{display:block;border-bottom:1px solid var(--line);padding:.4rem 0}
table.stacked th,table.stacked td{display:block;border:0;padding:0}table.stacked tbody th{font-weight:600}
table.stacked td{display:grid;grid-template-columns:8rem 1fr;gap:.5rem}table.stacked td.short{white-space:normal}table.stacked td:empty{display:none}
table.stacked td::before{content:attr(data-label);color:var(--muted)}}
@media(max-width:30rem){main{padding:1rem .5rem 2rem}section{padding:1rem .75rem;border-radius:10px}.plot{grid-template-columns:4.25rem 1fr}.plot .x span:nth-child(even){display:none}}
@media print{:root{color-scheme:light}html{background:none}main{max-width:none;padding:0}section,dl.cards div{border-color:#bbb;break-inside:auto}
figure.chart,tr,dl.cards div{break-inside:avoid}h2,h3{break-after:avoid}.scroll{overflow:visible}summary{display:none}
thead th,table.wide tbody th{white-space:normal}table.wide tbody th{overflow-wrap:anywhere}
details:not([open])::details-content{display:none}}
`;
