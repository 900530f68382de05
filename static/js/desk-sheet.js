/* A sheet on a page of its own: times that come twice are asked about as they are typed. */

import { startInstants } from "./desk/instants.js"
import { startWhere } from "./desk/where.js"

startInstants()
startWhere()
