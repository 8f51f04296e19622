/** A settings file under which nothing falls due while something else is measured. @param every between two polls: `1s` */
export function quietSettings(every: string): string {
  const sla = ["low", "medium", "high", "critical"].map(
    (name) => `  ${name}: { tiers: [{ after: 700d, notify: [slack] }] }`,
  );
  return `poll: { every: ${every}, maxAge: off }\nsla:\n${sla.join("\n")}\n`;
}
