import { describe, expect, it } from "vitest";
import { holdsName, nameEvidence, namesClaimed } from "../../../lib/insights/names";
import { holdsNumber, numbersClaimed, numbersSaid } from "../../../lib/insights/proved-numbers";

/** The numbers of a claim that what was said does not prove. */
const unproved = (said: string, claim: string) =>
  numbersClaimed(claim)
    .filter((number) => !holdsNumber(numbersSaid(said), number))
    .map(({ text }) => text);

const unnamed = (said: string, claim: string) =>
  namesClaimed(claim)
    .filter((name) => !holdsName(nameEvidence([said]), name))
    .map(({ text }) => text);

describe("numbers that were said in other words", () => {
  it.each([
    ["It was never more than sixty grand a year.", "It paid $60,000 a year."],
    ["A loaf went from one pound twenty to four pounds.", "A loaf rose from £1.20 to £4."],
    ["It costs two dollars and ninety cents.", "It costs $2.90."],
    ["The magazine was five ninety-nine.", "The magazine cost $5.99."],
    ["One in five mistakes happens here.", "A fifth of mistakes happen here."],
    ["One person in eight is short of it.", "One in eight people lack it."],
    ["Levels were normal in nine of ten.", "Levels were normal in 90% of people."],
    ["A third of it leaks.", "About 33% of it leaks."],
    ["It fell by two thirds.", "It fell by 67 percent."],
    ["The top tenth gained most.", "The top 10% gained most."],
    ["Six point four per thousand.", "It was 6.4 per 1,000."],
    ["It was half past two in the morning.", "It was 2:30 in the morning."],
    ["From seven twenty-five to half past eight.", "From 7:25 to 8.30 a.m. it stays shut."],
    ["It leaves at quarter to eight in the evening.", "It leaves at 19:45."],
    ["It opens at seven.", "It opens at 7:00."],
    ["We begin on the twenty-third, actually.", "It begins on 23 September."],
    ["That was in ninety-eight.", "That was in 1998."],
    ["Back in oh-eight they failed.", "They failed in 2008."],
    ["My car is an eighty-six.", "The car is of 1986."],
    ["In the fifties there were ten times as many.", "The 1950s saw ten times as many."],
    ["The nineteen-thirties were dry.", "The 1930s were dry."],
    ["Ten, twelve thousand years.", "It is 10,000 to 12,000 years old."],
    ["Cases among under-fives fell.", "Cases fell among children under five."],
    ["It is the second volume only.", "Only the 2nd volume survives."],
    ["A couple of hundred came.", "Some 200 came."],
    ["It was twelve percent last year and fifteen this year.", "It rose from 12 to 15 percent."],
    ["It was ten percent. Prices went down by four.", "Prices fell by 4%."],
    ["It rose from four to seven percent.", "It rose by several percentage points to 7 percent."],
    ["She leads by twelve points.", "She leads by 12 percentage points."],
    ["It brought in forty thousand and cost fifty-five to collect.", "It cost 55,000."],
    ["There were five thousand sheep, now two.", "Sheep fell from 5,000 to 2,000."],
    ["We waited for twenty long years.", "They waited 20 years."],
    ["Two to three hundred people came.", "Some 200 to 300 came."],
    ["Between five and ten million live there.", "At least 5 million live there."],
    ["It cost a million and a half.", "It cost 1.5 million."],
    ["It grew by point five percent.", "It grew by 0.5%."],
    ["It halved.", "It fell by half."],
    ["It was nineteen oh five.", "It was 1905."],
    ["They paid five mil for it.", "They paid 5 million."],
    ["It is an eighty twenty thing.", "It is an 80/20 split."],
    ["In the nineteen hundreds it was dry.", "The 1900s were dry."],
    ["Paper has doubled since Covid.", "Paper has doubled since COVID-19."],
  ])("%s proves %s", (said, claim) => {
    expect(unproved(said, claim)).toEqual([]);
  });

  it.each([
    ["It was never more than sixty grand a year.", "It paid $16,000 a year.", "16,000"],
    ["A loaf went from one pound twenty to four pounds.", "A loaf rose to £4.20.", "4.20"],
    ["He said five times that twenty people came.", "It cost $5.20.", "5.20"],
    ["Levels were normal in nine of ten.", "Levels were normal in 80% of people.", "80"],
    ["One person in eight is short of it.", "One in nine people lack it.", "One in nine"],
    ["It was half past two in the morning.", "It was 3:30 in the morning.", "3:30"],
    ["It lasted two and a half hours.", "It began at 2:30 in the morning.", "2:30"],
    ["We begin on the twenty-third, actually.", "It begins on 24 September.", "24"],
    ["Ninety-eight people came.", "That was in 1998.", "1998"],
    ["In ninety-eight villages they stayed.", "That was in 1998.", "1998"],
    ["The fifties were wet.", "The 1960s were wet.", "1960s"],
    ["A third of it leaks.", "About 36% of it leaks.", "36"],
    ["It took a second.", "Only the 3rd volume survives.", "3rd"],
    ["We interviewed forty people. Sales fell by five percent.", "Sales fell by 40 percent.", "40"],
    ["About forty came. We asked five percent of them.", "40 percent came.", "40"],
    ["It has two thousand members, and three of them were killed.", "3,000 members were killed.", "3,000"],
    ["It has two thousand members, and only three voted.", "3,000 members voted.", "3,000"],
    ["It took twenty tries.", "It took 20 years.", "20"],
    ["It fell by thirty percentage points.", "It fell by 30 percent.", "30"],
    ["The two and three hundred more left.", "Some 200 left.", "200"],
    ["It cost a million and a half.", "It cost 2.5 million.", "2.5"],
    ["Two point five percent.", "It grew by 0.5%.", "0.5"],
    ["That is the point five percent of them miss.", "It grew by 0.5%.", "0.5"],
    ["It doubled.", "It fell by half.", "half"],
    ["Several thousand came.", "Some 1,000 came.", "1,000"],
  ])("%s does not prove %s", (said, claim, number) => {
    expect(unproved(said, claim).join(" ")).toContain(number);
  });
});

describe("names that were said in another form", () => {
  it.each([
    ["The whole Himalaya is warming.", "Himalayan ice is warming."],
    ["People in London see it.", "Londoners see it."],
    ["We met in Siberia.", "Siberian winters are cold."],
    ["Henry the Eighth inherited five ships.", "Ships of Henry VIII sank."],
    ["It was before World War Two.", "It was before World War II."],
    ["It was before the Second World War.", "It was before World War II."],
    ["The W H O has said so.", "The WHO has said so."],
    ["They failed in the third quarter.", "They failed in Q3."],
    ["We slept six hours in Leeds.", "Sleep protects people. Turnout fell. Prices rose."],
    ["On the moon there is water.", "Ice on the Moon is old."],
    ["The church agreed.", "The Church agreed."],
    ["It was Target that did it.", "Sales at Target fell."],
    ["so hope fades at last", "Hope fades."],
    ["we missed sales at target in la", "Target missed sales in LA."],
    ["The Fed said so.", "The Federal Reserve said so."],
    ["Rents in Leeds rose.", "Meanwhile rents rose. According to some, all rose. Moreover it was Leeds."],
    ["It was built in Rome.", "Roman roads last."],
    ["the democrats lost it", "A Democratic seat fell."],
    ["The Jews of Fez left.", "Jewish families left."],
    ["It came from Afghanistan.", "It was Afghan wool."],
    ["We asked a t and t about it.", "It was AT&T."],
    ["The S and P fell.", "It was the S&P."],
    ["It is carbon dioxide that warms.", "It is CO2."],
    ["It is about artificial general intelligence.", "It is AGI."],
    ["She pipes at four hundred hertz and thirty degrees.", "The queen pipes at 400 Hz and 30 °C."],
  ])("%s proves %s", (said, claim) => {
    expect(unnamed(said, claim)).toEqual([]);
  });

  it.each([
    ["Julia brews tea.", "Tea was brewed by Julian."],
    ["We met Park Ji-yeon.", "We met Parker."],
    ["They failed in the last quarter.", "They failed in Q4."],
    ["The germ is old.", "The German is old."],
    ["Henry the Eighth inherited five ships.", "Ships of Henry VII sank."],
    ["Who has said so?", "The WHO has said so."],
    ["They failed in the third quarter.", "They failed in Q2."],
    ["Rents in Leeds rose.", "Bolt kept the rent."],
    ["Rents in Leeds rose.", "Musk quietly let it rise."],
    ["Rents in Leeds rose.", "Turkey's rents rose."],
    ["Rents in Leeds rose.", "Gates has two plants."],
    ["Rents in Leeds rose, an arm was lost.", "Arm sells the plant."],
    ["Then we missed our target.", "Sales at Target fell."],
    ["Then we missed our target.", "Target missed its sales."],
    ["It may rise, they said.", "It rose in May."],
    ["It is la la land.", "It fell in LA."],
    ["It is la la land.", "It fell in Los Angeles."],
    ["Trains in Leeds are late.", "Polish trains are late."],
    ["These are democratic countries.", "It was for Democrats."],
    ["The S and P fell.", "It was the S&L."],
    ["After great ideas it fell.", "It is AGI."],
    ["We were fed up.", "The Federal Reserve raised it."],
    ["The nails need polish.", "It fell in Poland."],
  ])("%s does not prove %s", (said, claim) => {
    expect(unnamed(said, claim)).not.toEqual([]);
  });
});
