import { describe, expect, it } from "vitest";
import { headlineFaults } from "../../../lib/insights/gate";

const isStatement = (headline: string, form: "written" | "verbatim" = "written") =>
  !headlineFaults(headline, "en", form).some(({ reason }) => reason === "headline-not-a-statement");

describe("headlines that models write", () => {
  it("are statements whatever their verb", () => {
    const headlines = [
      "A drought toppled the Maya capital of Tikal",
      "Copper thieves blacked out half of Johannesburg's signals",
      "Lithium prices plummeted by 80% within two years",
      "Dutch farmers outproduce their neighbours on half the land",
      "Solar panels outshine gas on price in Texas",
      "A court in Hamburg quashed the fine against Vattenfall",
      "Finland jails people for half as long as Estonia",
      "Norway electrified its ferries within ten years",
      "Ants vaccinate their nestmates against fungi",
      "Sleep consolidates memories only in the first hours",
      "Octopuses edit their own RNA in cold water",
      "Mongolia's herders insure goats by satellite",
      "Most startups sputter after their third hire",
      "Sweden quadrupled its tax on plastic bags",
      "Wolves deter deer from roads and prevent crashes",
      "Ireland's peat bogs emit more carbon than its cars",
      "Chess players tire most on the sixth day",
      "Ghana's gold mines pollute two of three rivers",
      "Bats navigate by the glow on the western horizon",
      "Microplastics harden cement by a tenth",
      "Kelp farms lured herring back to the fjord",
      "Teachers in Seoul clock 52 hours a week",
      "The Dead Sea shrinks by a metre a year",
      "A single typo wiped $2 billion off the exchange",
      "Rents in Lisbon eclipse wages for most nurses",
      "Mosquitoes shun people who ate garlic for a week",
      "Pigeons outguess students at the Monty Hall problem",
      "The strike idled 14 plants for six weeks",
      "Honey never spoils because it holds little water",
      "Elevators use less power than a hotel's lobby lights",
      "Japan's rail operators apologise for 20 seconds",
      "Salmon reared in tanks swim in circles for life",
      "Banks still code in COBOL for most payments",
      "Zinc shortens a cold by about a day",
      "The tax netted Denmark 400 million kroner",
      "Tall buildings sway to survive earthquakes",
      "Old forests store twice the carbon of young ones",
      "Iceland vented CO2 into basalt that turned to stone",
      "Half of Venice's tourists stay under four hours",
      "Women underbid men by a fifth in salary talks",
      "The dam starved the delta of sand",
      "Vaccines halved deaths from measles in Niger",
      "Turbines kill fewer birds than cats do",
      "Cities that tore up parking built more homes",
      "A vote in Oslo axed the ring road",
      "The filter traps nine of ten fibres",
      "Crows hold grudges for up to 17 years",
      "The law bars landlords from charging for viewings",
      "Two nurses exposed the ward's false records",
      "Beavers slow floods better than concrete",
      "Inflation gnawed at pensions faster than at wages",
      "Amazon ditched its drones in Italy",
      "Cargo ships burn the dregs of refineries",
      "Wheat yields stagnate in France since 1996",
      "Spain out-exports Italy in pork",
      "Peru vaccinated alpacas against mange",
      "The merger baffled regulators in Brussels",
      "Gout plagues one in twenty-five men",
      "Rust fungus gutted Honduras's coffee harvest in 2013",
      "Night buses quieten the streets of Leeds",
      "Ferries dodge the queue at Calais by booking slots",
      "Squirrels hoard by colour and not by size",
      "Warsaw unclogged its ring road with a toll",
      "Cargo bikes outlast vans in old town centres",
      "Insurers refuse flood cover to one home in nine",
      "Nigeria's refineries sat idle for 22 months",
      "Glue replaces rivets in the newest aircraft",
      "The frost nipped a third of Burgundy's buds",
      "Pianists misread fewer notes after a nap",
      "Blind tasters rate boxed wine above Bordeaux",
      "A spreadsheet error inflated Vienna's rents by 8%",
      "Tortoises remember a feeder for nine years",
      "Rural clinics lack nurses more than doctors",
      "Concrete heals itself with bacteria from lakes",
      "Grandmothers lengthen the lives of their grandchildren",
      "Antwerp taxes diesel cars out of its centre",
      "Mirrors in lifts shorten the wait people feel",
      "Ukraine's farmers demine fields with tractors",
    ];
    expect(headlines.filter((headline) => !isStatement(headline))).toEqual([]);
  });

  it("are none without one", () => {
    const headlines = [
      "A very large data centre in Texas",
      "The rise of solar power in Texas",
      "Lessons from a decade of cheap money",
      "Ten rules for better meetings at work",
      "The future of nuclear power in Europe",
      "Life after the ban on plastic bags",
      "Three reasons for the fall in rents",
      "An economist on the price of milk",
      "Big trouble for small banks in Ohio",
      "The man behind the Corvid telescope",
      "Secrets of the best sourdough bakers",
      "From farm to table in two hours",
      "Cheap batteries and the end of diesel",
      "Inside the world of honey smugglers",
      "The power of saying no at work",
    ];
    expect(headlines.filter((headline) => isStatement(headline))).toEqual([]);
  });

  it("may have a verb that no list has, unlike what is cut out of talk", () => {
    expect(isStatement("Gout plagues one in twenty-five men", "verbatim")).toBe(false);
    expect(isStatement("A family claimed $80,000 from NASA", "verbatim")).toBe(true);
  });
});
