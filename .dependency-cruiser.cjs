/** The arrows of ARCHITECTURE.md: data flows feeds → transcripts → insights → stories → digests → delivery. */
const stages = ["feeds", "transcripts", "insights", "stories", "digests", "delivery"];
const ground = "(env|db|net|queue|log|mail|accounts|topics|format|costs)";

module.exports = {
  forbidden: [
    ...stages.slice(0, -1).map((stage, index) => ({
      name: `${stage}-only-from-its-left`,
      comment: "A stage may import from stages to its left and from the ground, never from its right.",
      severity: "error",
      from: { path: `^lib/${stage}/` },
      to: { path: `^lib/(${stages.slice(index + 1).join("|")})/` },
    })),
    {
      name: "search-reads-what-stories-left",
      severity: "error",
      from: { path: "^lib/search/" },
      to: { path: "^lib/(digests|delivery)/" },
    },
    {
      name: "stages-know-no-search",
      severity: "error",
      from: { path: `^lib/(${stages.join("|")}|${ground.slice(1, -1)})/` },
      to: { path: "^lib/search/" },
    },
    {
      name: "ground-knows-no-stage",
      severity: "error",
      from: { path: `^lib/${ground}(/|\\.ts)` },
      to: { path: `^lib/(${stages.join("|")})/` },
    },
    {
      name: "operations-see-all-and-nobody-needs-them",
      comment: "What watches over the stages may read them all; no stage depends on being watched.",
      severity: "error",
      from: { path: "^lib/", pathNot: "^lib/operations/" },
      to: { path: "^lib/operations/" },
    },
    {
      name: "lib-knows-no-surface",
      comment: "The one written exception: delivery renders emails/.",
      severity: "error",
      from: { path: "^lib/", pathNot: "^lib/delivery/" },
      to: { path: "^(app|jobs|emails|tests)/" },
    },
    {
      name: "delivery-knows-only-emails",
      severity: "error",
      from: { path: "^lib/delivery/" },
      to: { path: "^(app|jobs|tests)/" },
    },
    {
      name: "emails-know-no-processes",
      severity: "error",
      from: { path: "^emails/" },
      to: { path: "^(app|jobs|tests)/" },
    },
    {
      name: "pages-know-no-processes",
      severity: "error",
      from: { path: "^app/" },
      to: { path: "^(jobs|tests|emails)/" },
    },
    { name: "jobs-know-no-pages", severity: "error", from: { path: "^jobs/" }, to: { path: "^(app|tests)/" } },
    {
      name: "pages-hold-no-sql",
      comment: "Pages read through views; only lib and jobs touch Prisma's client.",
      severity: "error",
      from: { path: "^(app|emails)/" },
      to: { path: "^prisma/client/" },
    },
    {
      name: "no-circles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { pathNot: "^prisma/client/" } },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^prisma/client"] },
    tsPreCompilationDeps: true,
    parser: "swc",
    enhancedResolveOptions: { extensions: [".ts", ".tsx", ".js"] },
  },
};
