/** Served as a file: the content security policy allows no inline style. */
export const checkoutStyle = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#eef2f6, #0d1319);
  --card: light-dark(#ffffff, #161e27);
  --ink: light-dark(#10202f, #e8eff6);
  --quiet: light-dark(#506070, #9fb0c0);
  --line: light-dark(#d4dde6, #2b3846);
  --pay: light-dark(#0a6e4f, #34c795);
  --on-pay: light-dark(#ffffff, #06231a);
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100dvh; display: grid; place-items: center; padding: 1rem;
  background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif;
}
main {
  width: min(26rem, 100%); padding: 2rem 1.75rem; border: 1px solid var(--line); border-radius: 1.25rem;
  background: var(--card); box-shadow: 0 1rem 3rem rgb(0 20 40 / 0.12);
}
.badge {
  display: inline-block; margin: 0; padding: 0.15rem 0.7rem; border: 1px solid var(--line); border-radius: 1rem;
  color: var(--quiet); font-size: 0.8125rem;
}
h1 { margin: 0.75rem 0 1.25rem; font-size: 2.25rem; line-height: 1.1; font-variant-numeric: tabular-nums; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0.4rem 1rem; margin: 0 0 1.75rem; font-size: 0.9375rem; }
dt { color: var(--quiet); }
dd { margin: 0; text-align: end; overflow-wrap: anywhere; }
button, a.pay {
  display: block; width: 100%; min-height: 3rem; padding: 0.6rem 1rem; border: 1px solid var(--line);
  border-radius: 0.75rem; background: transparent; color: inherit; font: inherit; text-align: center; cursor: pointer;
}
button:hover { border-color: var(--quiet); }
button.pay, a.pay {
  border-color: transparent; background: var(--pay); color: var(--on-pay); font-weight: 600; text-decoration: none;
}
button.pay:hover, a.pay:hover { filter: brightness(1.08); }
:focus-visible { outline: 3px solid var(--pay); outline-offset: 3px; }
.others { display: grid; grid-template-columns: 1fr 1fr; gap: 0.75rem; margin-top: 0.75rem; }
.over { margin: 0 0 1rem; font-weight: 600; }
.small { margin: 1.5rem 0 0; color: var(--quiet); font-size: 0.8125rem; }
`
