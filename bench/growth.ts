import { LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TitleComponent } from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

/** One figure of a growing number of open alerts. */
export interface Point {
  readonly of: string;
  readonly open: number;
  readonly value: number;
}

const TITLE = "As the number of open alerts grows";
const [WIDTH, HEIGHT, LEFT, INK, LINES] = [720, 460, 70, "#1d1c1d", "#dddde1"];

/** How figures grow with the number of open alerts, drawn as SVG; both axes by powers of ten. */
export function growthSvg(points: readonly Point[]): string {
  use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);
  const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height: HEIGHT });
  try {
    chart.setOption(optionOf(points));
    // For those who do not see it.
    return chart.renderToSVGString().replace(/^<svg[^>]*>/, `$&\n<title>${TITLE}</title>`);
  } finally {
    chart.dispose();
  }
}

function optionOf(points: readonly Point[]): EChartsCoreOption {
  const names = [...new Set(points.map((point) => point.of))];
  const axis = { type: "log", axisLabel: { color: INK }, splitLine: { lineStyle: { color: LINES } } };
  const rounded = (value: number) => value.toLocaleString("en", { maximumSignificantDigits: 3 });
  return {
    animation: false,
    backgroundColor: "#fff",
    title: { text: TITLE, left: LEFT, top: 12, textStyle: { color: INK } },
    legend: { left: LEFT, top: 44, orient: "vertical", data: names, textStyle: { color: INK } },
    grid: { left: LEFT, right: 50, top: 60 + 24 * names.length, bottom: 50 },
    xAxis: { ...axis, min: "dataMin", name: "open alerts", nameLocation: "middle", nameGap: 30 },
    yAxis: axis,
    series: names.map((name) => ({
      name,
      type: "line",
      label: {
        show: true,
        color: INK,
        formatter: ({ value }: { value: number[] }) => rounded(value[1] ?? 0),
      },
      data: points
        .filter((point) => point.of === name)
        .map((point) => ({
          value: [point.open, point.value],
          label: { position: labelAt(point, points) },
        })),
    })),
  };
}

/** Lines may cross: from above, one label stands over its point and the next one below. */
function labelAt({ open, value }: Point, all: readonly Point[]): "top" | "bottom" {
  const above = all.filter((other) => other.open === open && other.value > value);
  return above.length % 2 === 0 ? "top" : "bottom";
}
