// The style sheet of a page.
#pragma once

#include <string_view>

namespace bench_report {

inline constexpr std::string_view page_style_sheet =
    ":root{color-scheme:light dark;--text:#222;--muted:#5f5f5f;--paper:#fff;--rule:#ddd;--shade:#f5f6f8;"
    "--warn:#8a5300;--warn-shade:#fff6e5;--good:#00805a;--heat:55,175,130}"
    "@media (prefers-color-scheme:dark){:root{--text:#eee;--muted:#b4b4b4;--paper:#16181c;--rule:#3a3e46;"
    "--shade:#1f2228;--warn:#f2bd42;--warn-shade:#2a2417;--good:#37d1a1;--heat:30,140,105}}"
    "body{margin:0 auto;padding:1.5rem 1rem 4rem;max-width:72rem;color:var(--text);background:var(--paper);"
    "font:15px/1.5 system-ui,'DejaVu Sans',sans-serif;overflow-wrap:anywhere}"
    "h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}h2{font-size:1.15rem;margin:2.2rem 0 .6rem}"
    "p,ul{margin:.5rem 0;max-width:56rem}.muted,figcaption{color:var(--muted);font-size:.87rem}"
    "figure{margin:1.2rem 0;overflow-x:auto}figure svg{width:100%;min-width:48rem;height:auto}figcaption "
    "p{margin:.2rem 0}"
    ".wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.87rem}"
    "th,td{padding:.22rem .7rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}"
    "th{font-weight:600}thead th{border-bottom-width:2px;white-space:nowrap}tbody th{font-weight:400}"
    ".number{text-align:right;white-space:nowrap}.best{font-weight:700}.size{font-weight:600;white-space:"
    "nowrap}"
    "tbody.block tr:first-child th,tbody.block tr:first-child td{border-top:2px solid var(--rule)}"
    ".answer{font-size:1.15rem;border-left:4px solid var(--good);padding:.1rem 1rem;margin:1rem 0}"
    ".heat td{border-bottom-color:var(--paper)}.heat0{background:rgba(var(--heat),.62)}"
    ".heat1{background:rgba(var(--heat),.42)}.heat2{background:rgba(var(--heat),.27)}"
    ".heat3{background:rgba(var(--heat),.15)}.heat4{background:rgba(var(--heat),.07)}"
    ".switches{border:1px solid var(--rule);margin:1.5rem 0 0;padding:.3rem .8rem;font-size:.87rem}"
    ".switches legend{color:var(--muted)}.switches label{display:inline-block;margin:.1rem 1rem .1rem 0;"
    "white-space:nowrap}.switches input{margin:0 .35rem 0 0;vertical-align:middle}.switches "
    ".sample{vertical-align:"
    "middle;margin-right:.35rem}"
    ".family{min-width:9rem;max-width:24rem;overflow-wrap:break-word}.warnings{background:var(--warn-shade);"
    "border-left:4px solid var(--warn);"
    "padding:.1rem 1rem;margin:1rem 0}.warnings ul{padding-left:1.1rem}"
    "@media (max-width:40rem){figure svg{min-width:66rem}}"
    "@media "
    "print{.switches{display:none}@page{size:landscape;margin:12mm}body{max-width:none;padding:0}.wide{"
    "overflow:visible}"
    "table{font-size:.72rem}th,td{padding:.15rem .35rem}.family{min-width:0;max-width:14rem}figure "
    "svg{min-width:0}}";

}  // namespace bench_report
