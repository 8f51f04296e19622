import { createRequire } from "node:module";
import type { Report } from "./model.ts";

const require = createRequire(import.meta.url);

/** The report as one picture, with fonts of its own: it looks the same on every machine, without a network. */
export async function reportPng(report: Report): Promise<Buffer> {
  // The drawing takes its time to load, and a monitor may never be asked for it.
  const [{ Resvg }, { FONT, reportSvg, WIDTH }] = await Promise.all([
    import("@resvg/resvg-js"),
    import("./chart.ts"),
  ]);
  const fontFiles = [
    require.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf"),
    require.resolve("dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf"),
  ];
  const picture = new Resvg(reportSvg(report), {
    fitTo: { mode: "width", value: WIDTH },
    font: { loadSystemFonts: false, defaultFontFamily: FONT, fontFiles },
  });
  return picture.render().asPng();
}
