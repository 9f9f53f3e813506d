// Made by scripts/compile-schemas.ts from schema/: do not edit.
"use strict";
export const validateConfiguration = validate10;
const schema11 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"tidewaiter.schema.json","title":"Tidewaiter's configuration","description":"`.github/tidewaiter.yml`, read from the base branch. Every key may be left out.","type":"object","additionalProperties":false,"properties":{"policies":{"description":"Where policies are: files, folders and globs in this repository, and bundles of Tidewaiter's library. Left out: every policy document found in the repository; where there is none, the bundle `starter` judges in `observe` mode.","type":"array","items":{"description":"A file, folder or glob, or `bundle: NAME`.","type":["string","object"],"pattern":"^[^!]","examples":["policies/**"],"properties":{"bundle":{"description":"A bundle of policies that comes with Tidewaiter.","type":"string","pattern":"^.","examples":["starter"]}},"required":["bundle"],"additionalProperties":false}},"manifests":{"description":"Which files may hold manifests.","type":"object","additionalProperties":false,"properties":{"include":{"$ref":"#/definitions/globs","description":"Globs; left out: every file."},"exclude":{"$ref":"#/definitions/globs","description":"Globs of files that are never read as manifests."}}},"kubernetes":{"description":"The cluster's minor version: API knowledge, the environment of CEL, Pod Security's `latest`.","type":"string","pattern":"^1\\.[0-9]+$","examples":["1.34"],"default":"1.34"},"report":{"description":"Which findings are shown; only what is shown can block. `new`: what this pull request adds; `changed-files`: also what the files it changes already had; `all`: everything.","type":"string","enum":["new","changed-files","all"],"default":"new"},"fail-on":{"description":"The weakest level of finding that blocks. `any`: audit too; `none`: nothing blocks.","type":"string","enum":["enforce","warn","any","none"],"default":"enforce"},"on-unknown":{"description":"What a verdict does that only a live cluster or registry could give. It is always named.","type":"string","enum":["warn","block"],"default":"warn"},"mode":{"description":"`gate` blocks; `observe` never blocks, for the first weeks.","type":"string","enum":["gate","observe"],"default":"gate"},"levels":{"description":"Levels other than the policies' own: by `policy` or `policy/rule`.","type":"object","additionalProperties":{"$ref":"#/definitions/level"}},"exemptions":{"description":"The file of exemptions, read from the base branch. One that is named here has to exist.","type":"string","pattern":"^.","examples":[".github/tidewaiter/exemptions.yml"],"default":".github/tidewaiter/exemptions.yml"},"cluster":{"description":"What only the cluster knows.","type":"object","additionalProperties":false,"properties":{"fixtures":{"$ref":"#/definitions/globs","description":"Globs of Namespaces, ConfigMaps, CustomResourceDefinitions and answers of API calls, read from the base branch."},"defaultNamespace":{"description":"The namespace of an object that names none.","type":"string","pattern":"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$","examples":["default"],"default":"default"}}},"clusters":{"description":"Where a repository holds several clusters: the globs of each. Every set of paths is a cluster of its own, with its own inventory.","type":"object","additionalProperties":{"$ref":"#/definitions/globs"}},"mutations":{"description":"The level of the finding `admission would change this; commit it`.","enum":["enforce","warn","audit","off",false],"default":"warn"},"users":{"description":"Who a pull request's author is to the cluster, by GitHub login: the `userInfo` of the requests. `*` is anybody whom no other entry names.","type":"object","propertyNames":{"description":"A login as GitHub writes it: `octocat`, for an App `renovate[bot]`. Teams have no entries, for who is in one cannot be asked.","pattern":"^(\\*|[A-Za-z0-9][-_A-Za-z0-9]*(\\[bot\\])?)$","examples":["octocat"]},"additionalProperties":{"type":"object","additionalProperties":false,"required":["username"],"properties":{"username":{"description":"The user's name in the cluster.","type":"string","pattern":"^.","examples":["jane"]},"uid":{"description":"The user's uid in the cluster.","type":"string","pattern":"^.","examples":["42"]},"groups":{"description":"The user's groups in the cluster. Those that the API server itself gives (`system:authenticated`, and the groups of a ServiceAccount) need not be named.","type":"array","items":{"type":"string"}},"extra":{"description":"What the cluster's authentication adds.","type":"object","additionalProperties":{"type":"array","items":{"type":"string"}}},"roles":{"description":"The Roles that are bound to the user, as `namespace:name`. Left out: nobody knows them.","type":"array","items":{"type":"string","pattern":"^[^:]+:.","examples":["shop:deployer"]}},"clusterRoles":{"description":"The ClusterRoles that are bound to the user. Left out: nobody knows them.","type":"array","items":{"type":"string"}}}}},"engines":{"description":"The settings of the engines as the cluster's installation has them; defaults are those of their charts.","type":"object","additionalProperties":false,"properties":{"kyverno":{"description":"Kyverno's settings.","type":"object","additionalProperties":false,"properties":{"version":{"description":"Kyverno's minor version.","type":"string","pattern":"^1\\.[0-9]+$","examples":["1.19"],"default":"1.19"},"exceptions":{"description":"Which PolicyExceptions of the base branch count.","type":"object","additionalProperties":false,"properties":{"enabled":{"description":"Kyverno's `enablePolicyException`.","type":"boolean","default":false},"namespace":{"description":"Kyverno's `exceptionNamespace`: the one from which exceptions are taken, or `*` for all. Without one Kyverno takes none.","type":"string","pattern":"^(|\\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?)$","examples":["kyverno"],"default":""}}},"resourceFilters":{"description":"What Kyverno never sees, so that nothing is judged there. `installed`: what its ConfigMap `kyverno` in the namespace `kyverno` says, where the base branch holds it, else what its chart has; `default`: what its chart has; or a list of `[Kind,namespace,name]` in place of the chart's filters.","type":["string","array"],"pattern":"^(installed|default)$","examples":["installed"],"items":{"description":"`[Kind,namespace,name]`, with wildcards and without blanks.","type":"string","pattern":"^\\[[^\\[\\],\\s]+,[^\\[\\],\\s]+,[^\\[\\],\\s]+\\]$","examples":["[*/*,kube-system,*]"]},"default":"installed"}}}}},"limits":{"description":"What a file may ask of us before it is refused.","type":"object","additionalProperties":false,"properties":{"documentBytes":{"description":"The largest document, in bytes.","type":"integer","minimum":1,"default":5000000},"depth":{"description":"The deepest nesting.","type":"integer","minimum":1,"maximum":1000,"default":100}}},"required":{"description":"What the owner of several repositories requires of each of them, in the configuration of their repository `.github`: a repository may make it stricter, and never weaker. The same keys as above, but for `exemptions`.","type":"object","additionalProperties":false,"properties":{"policies":{"$ref":"#/properties/policies","description":"Policies that judge in addition to a repository's own: files of the owner's repository, and bundles."},"manifests":{"$ref":"#/properties/manifests","description":"Files that are looked at in any case. A repository may include more and exclude less."},"kubernetes":{"$ref":"#/properties/kubernetes","description":"The cluster's minor version."},"report":{"$ref":"#/properties/report","description":"The least that is shown."},"fail-on":{"$ref":"#/properties/fail-on","description":"The least that blocks."},"on-unknown":{"$ref":"#/properties/on-unknown","description":"What an unknown verdict does at least."},"mode":{"$ref":"#/properties/mode","description":"`gate`: no repository may only observe."},"levels":{"$ref":"#/properties/levels","description":"The levels of the policies that are required, and the least of any other."},"exemptions":{"description":"`none`, or what every exemption has to keep to.","type":["string","object"],"pattern":"^none$","examples":["none"],"additionalProperties":false,"properties":{"max-days":{"description":"How many days ahead the `until` of an exemption may lie at most.","type":"integer","minimum":1},"approved-by":{"description":"Whether an exemption has to name who agreed to it.","type":"boolean"}}},"cluster":{"$ref":"#/properties/cluster","description":"What only the cluster knows."},"clusters":{"$ref":"#/properties/clusters","description":"The clusters that a repository holds."},"mutations":{"$ref":"#/properties/mutations","description":"The least level of the finding `admission would change this; commit it`."},"users":{"$ref":"#/properties/users","description":"Who authors are to the cluster."},"engines":{"$ref":"#/properties/engines","description":"The settings of the engines."},"limits":{"$ref":"#/properties/limits","description":"What a file may ask of us."}}}},"definitions":{"level":{"description":"`enforce` blocks, `warn` comments, `audit` reports only.","type":"string","enum":["enforce","warn","audit"]},"globs":{"type":"array","items":{"description":"A file, a folder, or a glob with `**`, `*`, `?` and `{a,b}`.","type":"string","pattern":"^[^!]","examples":["clusters/**"]}}}};
const schema12 = {"type":"array","items":{"description":"A file, a folder, or a glob with `**`, `*`, `?` and `{a,b}`.","type":"string","pattern":"^[^!]","examples":["clusters/**"]}};
const schema14 = {"description":"`enforce` blocks, `warn` comments, `audit` reports only.","type":"string","enum":["enforce","warn","audit"]};
const schema17 = {"description":"Where policies are: files, folders and globs in this repository, and bundles of Tidewaiter's library. Left out: every policy document found in the repository; where there is none, the bundle `starter` judges in `observe` mode.","type":"array","items":{"description":"A file, folder or glob, or `bundle: NAME`.","type":["string","object"],"pattern":"^[^!]","examples":["policies/**"],"properties":{"bundle":{"description":"A bundle of policies that comes with Tidewaiter.","type":"string","pattern":"^.","examples":["starter"]}},"required":["bundle"],"additionalProperties":false}};
const schema21 = {"description":"The cluster's minor version: API knowledge, the environment of CEL, Pod Security's `latest`.","type":"string","pattern":"^1\\.[0-9]+$","examples":["1.34"],"default":"1.34"};
const schema22 = {"description":"Which findings are shown; only what is shown can block. `new`: what this pull request adds; `changed-files`: also what the files it changes already had; `all`: everything.","type":"string","enum":["new","changed-files","all"],"default":"new"};
const schema23 = {"description":"The weakest level of finding that blocks. `any`: audit too; `none`: nothing blocks.","type":"string","enum":["enforce","warn","any","none"],"default":"enforce"};
const schema24 = {"description":"What a verdict does that only a live cluster or registry could give. It is always named.","type":"string","enum":["warn","block"],"default":"warn"};
const schema25 = {"description":"`gate` blocks; `observe` never blocks, for the first weeks.","type":"string","enum":["gate","observe"],"default":"gate"};
const schema32 = {"description":"The level of the finding `admission would change this; commit it`.","enum":["enforce","warn","audit","off",false],"default":"warn"};
const schema33 = {"description":"Who a pull request's author is to the cluster, by GitHub login: the `userInfo` of the requests. `*` is anybody whom no other entry names.","type":"object","propertyNames":{"description":"A login as GitHub writes it: `octocat`, for an App `renovate[bot]`. Teams have no entries, for who is in one cannot be asked.","pattern":"^(\\*|[A-Za-z0-9][-_A-Za-z0-9]*(\\[bot\\])?)$","examples":["octocat"]},"additionalProperties":{"type":"object","additionalProperties":false,"required":["username"],"properties":{"username":{"description":"The user's name in the cluster.","type":"string","pattern":"^.","examples":["jane"]},"uid":{"description":"The user's uid in the cluster.","type":"string","pattern":"^.","examples":["42"]},"groups":{"description":"The user's groups in the cluster. Those that the API server itself gives (`system:authenticated`, and the groups of a ServiceAccount) need not be named.","type":"array","items":{"type":"string"}},"extra":{"description":"What the cluster's authentication adds.","type":"object","additionalProperties":{"type":"array","items":{"type":"string"}}},"roles":{"description":"The Roles that are bound to the user, as `namespace:name`. Left out: nobody knows them.","type":"array","items":{"type":"string","pattern":"^[^:]+:.","examples":["shop:deployer"]}},"clusterRoles":{"description":"The ClusterRoles that are bound to the user. Left out: nobody knows them.","type":"array","items":{"type":"string"}}}}};
const schema34 = {"description":"The settings of the engines as the cluster's installation has them; defaults are those of their charts.","type":"object","additionalProperties":false,"properties":{"kyverno":{"description":"Kyverno's settings.","type":"object","additionalProperties":false,"properties":{"version":{"description":"Kyverno's minor version.","type":"string","pattern":"^1\\.[0-9]+$","examples":["1.19"],"default":"1.19"},"exceptions":{"description":"Which PolicyExceptions of the base branch count.","type":"object","additionalProperties":false,"properties":{"enabled":{"description":"Kyverno's `enablePolicyException`.","type":"boolean","default":false},"namespace":{"description":"Kyverno's `exceptionNamespace`: the one from which exceptions are taken, or `*` for all. Without one Kyverno takes none.","type":"string","pattern":"^(|\\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?)$","examples":["kyverno"],"default":""}}},"resourceFilters":{"description":"What Kyverno never sees, so that nothing is judged there. `installed`: what its ConfigMap `kyverno` in the namespace `kyverno` says, where the base branch holds it, else what its chart has; `default`: what its chart has; or a list of `[Kind,namespace,name]` in place of the chart's filters.","type":["string","array"],"pattern":"^(installed|default)$","examples":["installed"],"items":{"description":"`[Kind,namespace,name]`, with wildcards and without blanks.","type":"string","pattern":"^\\[[^\\[\\],\\s]+,[^\\[\\],\\s]+,[^\\[\\],\\s]+\\]$","examples":["[*/*,kube-system,*]"]},"default":"installed"}}}}};
const schema35 = {"description":"What a file may ask of us before it is refused.","type":"object","additionalProperties":false,"properties":{"documentBytes":{"description":"The largest document, in bytes.","type":"integer","minimum":1,"default":5000000},"depth":{"description":"The deepest nesting.","type":"integer","minimum":1,"maximum":1000,"default":100}}};
const func2 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^[^!]", "u");
const pattern1 = new RegExp("^.", "u");
const pattern4 = new RegExp("^1\\.[0-9]+$", "u");
const pattern7 = new RegExp("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "u");
const pattern9 = new RegExp("^(\\*|[A-Za-z0-9][-_A-Za-z0-9]*(\\[bot\\])?)$", "u");
const pattern12 = new RegExp("^[^:]+:.", "u");
const pattern14 = new RegExp("^(|\\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?)$", "u");
const pattern15 = new RegExp("^(installed|default)$", "u");
const pattern16 = new RegExp("^\\[[^\\[\\],\\s]+,[^\\[\\],\\s]+,[^\\[\\],\\s]+\\]$", "u");
const pattern22 = new RegExp("^none$", "u");
const schema18 = {"description":"Which files may hold manifests.","type":"object","additionalProperties":false,"properties":{"include":{"$ref":"#/definitions/globs","description":"Globs; left out: every file."},"exclude":{"$ref":"#/definitions/globs","description":"Globs of files that are never read as manifests."}}};

function validate11(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((key0 === "include") || (key0 === "exclude"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema18,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.include !== undefined){
let data0 = data.include;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 === "string"){
if(!pattern0.test(data1)){
const err1 = {instancePath:instancePath+"/include/" + i0,schemaPath:"#/definitions/globs/items/pattern",keyword:"pattern",params:{pattern: "^[^!]"},message:"must match pattern \""+"^[^!]"+"\"",schema:"^[^!]",parentSchema:schema12.items,data:data1};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath:instancePath+"/include/" + i0,schemaPath:"#/definitions/globs/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.items.type,parentSchema:schema12.items,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
else {
const err3 = {instancePath:instancePath+"/include",schemaPath:"#/definitions/globs/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.type,parentSchema:schema12,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.exclude !== undefined){
let data2 = data.exclude;
if(Array.isArray(data2)){
const len1 = data2.length;
for(let i1=0; i1<len1; i1++){
let data3 = data2[i1];
if(typeof data3 === "string"){
if(!pattern0.test(data3)){
const err4 = {instancePath:instancePath+"/exclude/" + i1,schemaPath:"#/definitions/globs/items/pattern",keyword:"pattern",params:{pattern: "^[^!]"},message:"must match pattern \""+"^[^!]"+"\"",schema:"^[^!]",parentSchema:schema12.items,data:data3};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/exclude/" + i1,schemaPath:"#/definitions/globs/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.items.type,parentSchema:schema12.items,data:data3};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
else {
const err6 = {instancePath:instancePath+"/exclude",schemaPath:"#/definitions/globs/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.type,parentSchema:schema12,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema18.type,parentSchema:schema18,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
validate11.errors = vErrors;
return errors === 0;
}

const schema26 = {"description":"Levels other than the policies' own: by `policy` or `policy/rule`.","type":"object","additionalProperties":{"$ref":"#/definitions/level"}};

function validate13(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
let data0 = data[key0];
if(typeof data0 !== "string"){
const err0 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/level/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema14.type,parentSchema:schema14,data:data0};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(!(((data0 === "enforce") || (data0 === "warn")) || (data0 === "audit"))){
const err1 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/level/enum",keyword:"enum",params:{allowedValues: schema14.enum},message:"must be equal to one of the allowed values",schema:schema14.enum,parentSchema:schema14,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
else {
const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema26.type,parentSchema:schema26,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
validate13.errors = vErrors;
return errors === 0;
}

const schema28 = {"description":"What only the cluster knows.","type":"object","additionalProperties":false,"properties":{"fixtures":{"$ref":"#/definitions/globs","description":"Globs of Namespaces, ConfigMaps, CustomResourceDefinitions and answers of API calls, read from the base branch."},"defaultNamespace":{"description":"The namespace of an object that names none.","type":"string","pattern":"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$","examples":["default"],"default":"default"}}};

function validate15(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((key0 === "fixtures") || (key0 === "defaultNamespace"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema28,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.fixtures !== undefined){
let data0 = data.fixtures;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 === "string"){
if(!pattern0.test(data1)){
const err1 = {instancePath:instancePath+"/fixtures/" + i0,schemaPath:"#/definitions/globs/items/pattern",keyword:"pattern",params:{pattern: "^[^!]"},message:"must match pattern \""+"^[^!]"+"\"",schema:"^[^!]",parentSchema:schema12.items,data:data1};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath:instancePath+"/fixtures/" + i0,schemaPath:"#/definitions/globs/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.items.type,parentSchema:schema12.items,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
else {
const err3 = {instancePath:instancePath+"/fixtures",schemaPath:"#/definitions/globs/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.type,parentSchema:schema12,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.defaultNamespace !== undefined){
let data2 = data.defaultNamespace;
if(typeof data2 === "string"){
if(!pattern7.test(data2)){
const err4 = {instancePath:instancePath+"/defaultNamespace",schemaPath:"#/properties/defaultNamespace/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"+"\"",schema:"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",parentSchema:schema28.properties.defaultNamespace,data:data2};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/defaultNamespace",schemaPath:"#/properties/defaultNamespace/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema28.properties.defaultNamespace.type,parentSchema:schema28.properties.defaultNamespace,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
else {
const err6 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema28.type,parentSchema:schema28,data};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
validate15.errors = vErrors;
return errors === 0;
}

const schema30 = {"description":"Where a repository holds several clusters: the globs of each. Every set of paths is a cluster of its own, with its own inventory.","type":"object","additionalProperties":{"$ref":"#/definitions/globs"}};

function validate17(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
let data0 = data[key0];
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 === "string"){
if(!pattern0.test(data1)){
const err0 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i0,schemaPath:"#/definitions/globs/items/pattern",keyword:"pattern",params:{pattern: "^[^!]"},message:"must match pattern \""+"^[^!]"+"\"",schema:"^[^!]",parentSchema:schema12.items,data:data1};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
else {
const err1 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i0,schemaPath:"#/definitions/globs/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.items.type,parentSchema:schema12.items,data:data1};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
else {
const err2 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/globs/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.type,parentSchema:schema12,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
else {
const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema30.type,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
validate17.errors = vErrors;
return errors === 0;
}


function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="tidewaiter.schema.json" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func2.call(schema11.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.policies !== undefined){
let data0 = data.policies;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if((typeof data1 !== "string") && (!(data1 && typeof data1 == "object" && !Array.isArray(data1)))){
const err1 = {instancePath:instancePath+"/policies/" + i0,schemaPath:"#/properties/policies/items/type",keyword:"type",params:{type: schema11.properties.policies.items.type},message:"must be string,object",schema:schema11.properties.policies.items.type,parentSchema:schema11.properties.policies.items,data:data1};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(typeof data1 === "string"){
if(!pattern0.test(data1)){
const err2 = {instancePath:instancePath+"/policies/" + i0,schemaPath:"#/properties/policies/items/pattern",keyword:"pattern",params:{pattern: "^[^!]"},message:"must match pattern \""+"^[^!]"+"\"",schema:"^[^!]",parentSchema:schema11.properties.policies.items,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if(data1.bundle === undefined){
const err3 = {instancePath:instancePath+"/policies/" + i0,schemaPath:"#/properties/policies/items/required",keyword:"required",params:{missingProperty: "bundle"},message:"must have required property '"+"bundle"+"'",schema:schema11.properties.policies.items.required,parentSchema:schema11.properties.policies.items,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key1 in data1){
if(!(key1 === "bundle")){
const err4 = {instancePath:instancePath+"/policies/" + i0,schemaPath:"#/properties/policies/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.policies.items,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data1.bundle !== undefined){
let data2 = data1.bundle;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err5 = {instancePath:instancePath+"/policies/" + i0+"/bundle",schemaPath:"#/properties/policies/items/properties/bundle/pattern",keyword:"pattern",params:{pattern: "^."},message:"must match pattern \""+"^."+"\"",schema:"^.",parentSchema:schema11.properties.policies.items.properties.bundle,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/policies/" + i0+"/bundle",schemaPath:"#/properties/policies/items/properties/bundle/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.policies.items.properties.bundle.type,parentSchema:schema11.properties.policies.items.properties.bundle,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
}
}
else {
const err7 = {instancePath:instancePath+"/policies",schemaPath:"#/properties/policies/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.policies.type,parentSchema:schema11.properties.policies,data:data0};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.manifests !== undefined){
let data3 = data.manifests;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
for(const key2 in data3){
if(!((key2 === "include") || (key2 === "exclude"))){
const err8 = {instancePath:instancePath+"/manifests",schemaPath:"#/properties/manifests/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.manifests,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data3.include !== undefined){
let data4 = data3.include;
if(Array.isArray(data4)){
const len1 = data4.length;
for(let i1=0; i1<len1; i1++){
let data5 = data4[i1];
if(typeof data5 === "string"){
if(!pattern0.test(data5)){
const err9 = {instancePath:instancePath+"/manifests/include/" + i1,schemaPath:"#/definitions/globs/items/pattern",keyword:"pattern",params:{pattern: "^[^!]"},message:"must match pattern \""+"^[^!]"+"\"",schema:"^[^!]",parentSchema:schema12.items,data:data5};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/manifests/include/" + i1,schemaPath:"#/definitions/globs/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.items.type,parentSchema:schema12.items,data:data5};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath:instancePath+"/manifests/include",schemaPath:"#/definitions/globs/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.type,parentSchema:schema12,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data3.exclude !== undefined){
let data6 = data3.exclude;
if(Array.isArray(data6)){
const len2 = data6.length;
for(let i2=0; i2<len2; i2++){
let data7 = data6[i2];
if(typeof data7 === "string"){
if(!pattern0.test(data7)){
const err12 = {instancePath:instancePath+"/manifests/exclude/" + i2,schemaPath:"#/definitions/globs/items/pattern",keyword:"pattern",params:{pattern: "^[^!]"},message:"must match pattern \""+"^[^!]"+"\"",schema:"^[^!]",parentSchema:schema12.items,data:data7};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/manifests/exclude/" + i2,schemaPath:"#/definitions/globs/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.items.type,parentSchema:schema12.items,data:data7};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
else {
const err14 = {instancePath:instancePath+"/manifests/exclude",schemaPath:"#/definitions/globs/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.type,parentSchema:schema12,data:data6};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
else {
const err15 = {instancePath:instancePath+"/manifests",schemaPath:"#/properties/manifests/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.manifests.type,parentSchema:schema11.properties.manifests,data:data3};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.kubernetes !== undefined){
let data8 = data.kubernetes;
if(typeof data8 === "string"){
if(!pattern4.test(data8)){
const err16 = {instancePath:instancePath+"/kubernetes",schemaPath:"#/properties/kubernetes/pattern",keyword:"pattern",params:{pattern: "^1\\.[0-9]+$"},message:"must match pattern \""+"^1\\.[0-9]+$"+"\"",schema:"^1\\.[0-9]+$",parentSchema:schema11.properties.kubernetes,data:data8};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/kubernetes",schemaPath:"#/properties/kubernetes/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.kubernetes.type,parentSchema:schema11.properties.kubernetes,data:data8};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.report !== undefined){
let data9 = data.report;
if(typeof data9 !== "string"){
const err18 = {instancePath:instancePath+"/report",schemaPath:"#/properties/report/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.report.type,parentSchema:schema11.properties.report,data:data9};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(!(((data9 === "new") || (data9 === "changed-files")) || (data9 === "all"))){
const err19 = {instancePath:instancePath+"/report",schemaPath:"#/properties/report/enum",keyword:"enum",params:{allowedValues: schema11.properties.report.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.report.enum,parentSchema:schema11.properties.report,data:data9};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data["fail-on"] !== undefined){
let data10 = data["fail-on"];
if(typeof data10 !== "string"){
const err20 = {instancePath:instancePath+"/fail-on",schemaPath:"#/properties/fail-on/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties["fail-on"].type,parentSchema:schema11.properties["fail-on"],data:data10};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(!((((data10 === "enforce") || (data10 === "warn")) || (data10 === "any")) || (data10 === "none"))){
const err21 = {instancePath:instancePath+"/fail-on",schemaPath:"#/properties/fail-on/enum",keyword:"enum",params:{allowedValues: schema11.properties["fail-on"].enum},message:"must be equal to one of the allowed values",schema:schema11.properties["fail-on"].enum,parentSchema:schema11.properties["fail-on"],data:data10};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data["on-unknown"] !== undefined){
let data11 = data["on-unknown"];
if(typeof data11 !== "string"){
const err22 = {instancePath:instancePath+"/on-unknown",schemaPath:"#/properties/on-unknown/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties["on-unknown"].type,parentSchema:schema11.properties["on-unknown"],data:data11};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(!((data11 === "warn") || (data11 === "block"))){
const err23 = {instancePath:instancePath+"/on-unknown",schemaPath:"#/properties/on-unknown/enum",keyword:"enum",params:{allowedValues: schema11.properties["on-unknown"].enum},message:"must be equal to one of the allowed values",schema:schema11.properties["on-unknown"].enum,parentSchema:schema11.properties["on-unknown"],data:data11};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data.mode !== undefined){
let data12 = data.mode;
if(typeof data12 !== "string"){
const err24 = {instancePath:instancePath+"/mode",schemaPath:"#/properties/mode/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.mode.type,parentSchema:schema11.properties.mode,data:data12};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(!((data12 === "gate") || (data12 === "observe"))){
const err25 = {instancePath:instancePath+"/mode",schemaPath:"#/properties/mode/enum",keyword:"enum",params:{allowedValues: schema11.properties.mode.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.mode.enum,parentSchema:schema11.properties.mode,data:data12};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data.levels !== undefined){
let data13 = data.levels;
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
for(const key3 in data13){
let data14 = data13[key3];
if(typeof data14 !== "string"){
const err26 = {instancePath:instancePath+"/levels/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/level/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema14.type,parentSchema:schema14,data:data14};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(!(((data14 === "enforce") || (data14 === "warn")) || (data14 === "audit"))){
const err27 = {instancePath:instancePath+"/levels/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/level/enum",keyword:"enum",params:{allowedValues: schema14.enum},message:"must be equal to one of the allowed values",schema:schema14.enum,parentSchema:schema14,data:data14};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
else {
const err28 = {instancePath:instancePath+"/levels",schemaPath:"#/properties/levels/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.levels.type,parentSchema:schema11.properties.levels,data:data13};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data.exemptions !== undefined){
let data15 = data.exemptions;
if(typeof data15 === "string"){
if(!pattern1.test(data15)){
const err29 = {instancePath:instancePath+"/exemptions",schemaPath:"#/properties/exemptions/pattern",keyword:"pattern",params:{pattern: "^."},message:"must match pattern \""+"^."+"\"",schema:"^.",parentSchema:schema11.properties.exemptions,data:data15};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
else {
const err30 = {instancePath:instancePath+"/exemptions",schemaPath:"#/properties/exemptions/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.exemptions.type,parentSchema:schema11.properties.exemptions,data:data15};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data.cluster !== undefined){
let data16 = data.cluster;
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
for(const key4 in data16){
if(!((key4 === "fixtures") || (key4 === "defaultNamespace"))){
const err31 = {instancePath:instancePath+"/cluster",schemaPath:"#/properties/cluster/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.cluster,data:data16};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data16.fixtures !== undefined){
let data17 = data16.fixtures;
if(Array.isArray(data17)){
const len3 = data17.length;
for(let i3=0; i3<len3; i3++){
let data18 = data17[i3];
if(typeof data18 === "string"){
if(!pattern0.test(data18)){
const err32 = {instancePath:instancePath+"/cluster/fixtures/" + i3,schemaPath:"#/definitions/globs/items/pattern",keyword:"pattern",params:{pattern: "^[^!]"},message:"must match pattern \""+"^[^!]"+"\"",schema:"^[^!]",parentSchema:schema12.items,data:data18};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
else {
const err33 = {instancePath:instancePath+"/cluster/fixtures/" + i3,schemaPath:"#/definitions/globs/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.items.type,parentSchema:schema12.items,data:data18};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
}
else {
const err34 = {instancePath:instancePath+"/cluster/fixtures",schemaPath:"#/definitions/globs/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.type,parentSchema:schema12,data:data17};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data16.defaultNamespace !== undefined){
let data19 = data16.defaultNamespace;
if(typeof data19 === "string"){
if(!pattern7.test(data19)){
const err35 = {instancePath:instancePath+"/cluster/defaultNamespace",schemaPath:"#/properties/cluster/properties/defaultNamespace/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"+"\"",schema:"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",parentSchema:schema11.properties.cluster.properties.defaultNamespace,data:data19};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
else {
const err36 = {instancePath:instancePath+"/cluster/defaultNamespace",schemaPath:"#/properties/cluster/properties/defaultNamespace/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.cluster.properties.defaultNamespace.type,parentSchema:schema11.properties.cluster.properties.defaultNamespace,data:data19};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
}
else {
const err37 = {instancePath:instancePath+"/cluster",schemaPath:"#/properties/cluster/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.cluster.type,parentSchema:schema11.properties.cluster,data:data16};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data.clusters !== undefined){
let data20 = data.clusters;
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
for(const key5 in data20){
let data21 = data20[key5];
if(Array.isArray(data21)){
const len4 = data21.length;
for(let i4=0; i4<len4; i4++){
let data22 = data21[i4];
if(typeof data22 === "string"){
if(!pattern0.test(data22)){
const err38 = {instancePath:instancePath+"/clusters/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i4,schemaPath:"#/definitions/globs/items/pattern",keyword:"pattern",params:{pattern: "^[^!]"},message:"must match pattern \""+"^[^!]"+"\"",schema:"^[^!]",parentSchema:schema12.items,data:data22};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
else {
const err39 = {instancePath:instancePath+"/clusters/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i4,schemaPath:"#/definitions/globs/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.items.type,parentSchema:schema12.items,data:data22};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
else {
const err40 = {instancePath:instancePath+"/clusters/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/globs/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.type,parentSchema:schema12,data:data21};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
}
else {
const err41 = {instancePath:instancePath+"/clusters",schemaPath:"#/properties/clusters/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.clusters.type,parentSchema:schema11.properties.clusters,data:data20};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data.mutations !== undefined){
let data23 = data.mutations;
if(!(((((data23 === "enforce") || (data23 === "warn")) || (data23 === "audit")) || (data23 === "off")) || (data23 === false))){
const err42 = {instancePath:instancePath+"/mutations",schemaPath:"#/properties/mutations/enum",keyword:"enum",params:{allowedValues: schema11.properties.mutations.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.mutations.enum,parentSchema:schema11.properties.mutations,data:data23};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data.users !== undefined){
let data24 = data.users;
if(data24 && typeof data24 == "object" && !Array.isArray(data24)){
for(const key6 in data24){
const _errs61 = errors;
if(typeof key6 === "string"){
if(!pattern9.test(key6)){
const err43 = {instancePath:instancePath+"/users",schemaPath:"#/properties/users/propertyNames/pattern",keyword:"pattern",params:{pattern: "^(\\*|[A-Za-z0-9][-_A-Za-z0-9]*(\\[bot\\])?)$"},message:"must match pattern \""+"^(\\*|[A-Za-z0-9][-_A-Za-z0-9]*(\\[bot\\])?)$"+"\"",schema:"^(\\*|[A-Za-z0-9][-_A-Za-z0-9]*(\\[bot\\])?)$",parentSchema:schema11.properties.users.propertyNames,data:key6,propertyName:key6};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
var valid21 = _errs61 === errors;
if(!valid21){
const err44 = {instancePath:instancePath+"/users",schemaPath:"#/properties/users/propertyNames",keyword:"propertyNames",params:{propertyName: key6},message:"property name must be valid",schema:schema11.properties.users.propertyNames,parentSchema:schema11.properties.users,data:data24};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
for(const key7 in data24){
let data25 = data24[key7];
if(data25 && typeof data25 == "object" && !Array.isArray(data25)){
if(data25.username === undefined){
const err45 = {instancePath:instancePath+"/users/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/users/additionalProperties/required",keyword:"required",params:{missingProperty: "username"},message:"must have required property '"+"username"+"'",schema:schema11.properties.users.additionalProperties.required,parentSchema:schema11.properties.users.additionalProperties,data:data25};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
for(const key8 in data25){
if(!((((((key8 === "username") || (key8 === "uid")) || (key8 === "groups")) || (key8 === "extra")) || (key8 === "roles")) || (key8 === "clusterRoles"))){
const err46 = {instancePath:instancePath+"/users/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/users/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.users.additionalProperties,data:data25};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data25.username !== undefined){
let data26 = data25.username;
if(typeof data26 === "string"){
if(!pattern1.test(data26)){
const err47 = {instancePath:instancePath+"/users/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/username",schemaPath:"#/properties/users/additionalProperties/properties/username/pattern",keyword:"pattern",params:{pattern: "^."},message:"must match pattern \""+"^."+"\"",schema:"^.",parentSchema:schema11.properties.users.additionalProperties.properties.username,data:data26};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
else {
const err48 = {instancePath:instancePath+"/users/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/username",schemaPath:"#/properties/users/additionalProperties/properties/username/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.users.additionalProperties.properties.username.type,parentSchema:schema11.properties.users.additionalProperties.properties.username,data:data26};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data25.uid !== undefined){
let data27 = data25.uid;
if(typeof data27 === "string"){
if(!pattern1.test(data27)){
const err49 = {instancePath:instancePath+"/users/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/uid",schemaPath:"#/properties/users/additionalProperties/properties/uid/pattern",keyword:"pattern",params:{pattern: "^."},message:"must match pattern \""+"^."+"\"",schema:"^.",parentSchema:schema11.properties.users.additionalProperties.properties.uid,data:data27};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
else {
const err50 = {instancePath:instancePath+"/users/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/uid",schemaPath:"#/properties/users/additionalProperties/properties/uid/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.users.additionalProperties.properties.uid.type,parentSchema:schema11.properties.users.additionalProperties.properties.uid,data:data27};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data25.groups !== undefined){
let data28 = data25.groups;
if(Array.isArray(data28)){
const len5 = data28.length;
for(let i5=0; i5<len5; i5++){
let data29 = data28[i5];
if(typeof data29 !== "string"){
const err51 = {instancePath:instancePath+"/users/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/groups/" + i5,schemaPath:"#/properties/users/additionalProperties/properties/groups/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.users.additionalProperties.properties.groups.items.type,parentSchema:schema11.properties.users.additionalProperties.properties.groups.items,data:data29};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
}
else {
const err52 = {instancePath:instancePath+"/users/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/groups",schemaPath:"#/properties/users/additionalProperties/properties/groups/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.users.additionalProperties.properties.groups.type,parentSchema:schema11.properties.users.additionalProperties.properties.groups,data:data28};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data25.extra !== undefined){
let data30 = data25.extra;
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
for(const key9 in data30){
let data31 = data30[key9];
if(Array.isArray(data31)){
const len6 = data31.length;
for(let i6=0; i6<len6; i6++){
let data32 = data31[i6];
if(typeof data32 !== "string"){
const err53 = {instancePath:instancePath+"/users/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/extra/" + key9.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i6,schemaPath:"#/properties/users/additionalProperties/properties/extra/additionalProperties/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.users.additionalProperties.properties.extra.additionalProperties.items.type,parentSchema:schema11.properties.users.additionalProperties.properties.extra.additionalProperties.items,data:data32};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
}
else {
const err54 = {instancePath:instancePath+"/users/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/extra/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/users/additionalProperties/properties/extra/additionalProperties/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.users.additionalProperties.properties.extra.additionalProperties.type,parentSchema:schema11.properties.users.additionalProperties.properties.extra.additionalProperties,data:data31};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
}
else {
const err55 = {instancePath:instancePath+"/users/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/extra",schemaPath:"#/properties/users/additionalProperties/properties/extra/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.users.additionalProperties.properties.extra.type,parentSchema:schema11.properties.users.additionalProperties.properties.extra,data:data30};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data25.roles !== undefined){
let data33 = data25.roles;
if(Array.isArray(data33)){
const len7 = data33.length;
for(let i7=0; i7<len7; i7++){
let data34 = data33[i7];
if(typeof data34 === "string"){
if(!pattern12.test(data34)){
const err56 = {instancePath:instancePath+"/users/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/roles/" + i7,schemaPath:"#/properties/users/additionalProperties/properties/roles/items/pattern",keyword:"pattern",params:{pattern: "^[^:]+:."},message:"must match pattern \""+"^[^:]+:."+"\"",schema:"^[^:]+:.",parentSchema:schema11.properties.users.additionalProperties.properties.roles.items,data:data34};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
else {
const err57 = {instancePath:instancePath+"/users/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/roles/" + i7,schemaPath:"#/properties/users/additionalProperties/properties/roles/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.users.additionalProperties.properties.roles.items.type,parentSchema:schema11.properties.users.additionalProperties.properties.roles.items,data:data34};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
}
else {
const err58 = {instancePath:instancePath+"/users/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/roles",schemaPath:"#/properties/users/additionalProperties/properties/roles/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.users.additionalProperties.properties.roles.type,parentSchema:schema11.properties.users.additionalProperties.properties.roles,data:data33};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data25.clusterRoles !== undefined){
let data35 = data25.clusterRoles;
if(Array.isArray(data35)){
const len8 = data35.length;
for(let i8=0; i8<len8; i8++){
let data36 = data35[i8];
if(typeof data36 !== "string"){
const err59 = {instancePath:instancePath+"/users/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/clusterRoles/" + i8,schemaPath:"#/properties/users/additionalProperties/properties/clusterRoles/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.users.additionalProperties.properties.clusterRoles.items.type,parentSchema:schema11.properties.users.additionalProperties.properties.clusterRoles.items,data:data36};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
}
else {
const err60 = {instancePath:instancePath+"/users/" + key7.replace(/~/g, "~0").replace(/\//g, "~1")+"/clusterRoles",schemaPath:"#/properties/users/additionalProperties/properties/clusterRoles/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.users.additionalProperties.properties.clusterRoles.type,parentSchema:schema11.properties.users.additionalProperties.properties.clusterRoles,data:data35};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
}
else {
const err61 = {instancePath:instancePath+"/users/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/users/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.users.additionalProperties.type,parentSchema:schema11.properties.users.additionalProperties,data:data25};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
}
else {
const err62 = {instancePath:instancePath+"/users",schemaPath:"#/properties/users/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.users.type,parentSchema:schema11.properties.users,data:data24};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data.engines !== undefined){
let data37 = data.engines;
if(data37 && typeof data37 == "object" && !Array.isArray(data37)){
for(const key10 in data37){
if(!(key10 === "kyverno")){
const err63 = {instancePath:instancePath+"/engines",schemaPath:"#/properties/engines/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.engines,data:data37};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data37.kyverno !== undefined){
let data38 = data37.kyverno;
if(data38 && typeof data38 == "object" && !Array.isArray(data38)){
for(const key11 in data38){
if(!(((key11 === "version") || (key11 === "exceptions")) || (key11 === "resourceFilters"))){
const err64 = {instancePath:instancePath+"/engines/kyverno",schemaPath:"#/properties/engines/properties/kyverno/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.engines.properties.kyverno,data:data38};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
if(data38.version !== undefined){
let data39 = data38.version;
if(typeof data39 === "string"){
if(!pattern4.test(data39)){
const err65 = {instancePath:instancePath+"/engines/kyverno/version",schemaPath:"#/properties/engines/properties/kyverno/properties/version/pattern",keyword:"pattern",params:{pattern: "^1\\.[0-9]+$"},message:"must match pattern \""+"^1\\.[0-9]+$"+"\"",schema:"^1\\.[0-9]+$",parentSchema:schema11.properties.engines.properties.kyverno.properties.version,data:data39};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
else {
const err66 = {instancePath:instancePath+"/engines/kyverno/version",schemaPath:"#/properties/engines/properties/kyverno/properties/version/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.engines.properties.kyverno.properties.version.type,parentSchema:schema11.properties.engines.properties.kyverno.properties.version,data:data39};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data38.exceptions !== undefined){
let data40 = data38.exceptions;
if(data40 && typeof data40 == "object" && !Array.isArray(data40)){
for(const key12 in data40){
if(!((key12 === "enabled") || (key12 === "namespace"))){
const err67 = {instancePath:instancePath+"/engines/kyverno/exceptions",schemaPath:"#/properties/engines/properties/kyverno/properties/exceptions/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.engines.properties.kyverno.properties.exceptions,data:data40};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
if(data40.enabled !== undefined){
let data41 = data40.enabled;
if(typeof data41 !== "boolean"){
const err68 = {instancePath:instancePath+"/engines/kyverno/exceptions/enabled",schemaPath:"#/properties/engines/properties/kyverno/properties/exceptions/properties/enabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.engines.properties.kyverno.properties.exceptions.properties.enabled.type,parentSchema:schema11.properties.engines.properties.kyverno.properties.exceptions.properties.enabled,data:data41};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
if(data40.namespace !== undefined){
let data42 = data40.namespace;
if(typeof data42 === "string"){
if(!pattern14.test(data42)){
const err69 = {instancePath:instancePath+"/engines/kyverno/exceptions/namespace",schemaPath:"#/properties/engines/properties/kyverno/properties/exceptions/properties/namespace/pattern",keyword:"pattern",params:{pattern: "^(|\\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?)$"},message:"must match pattern \""+"^(|\\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?)$"+"\"",schema:"^(|\\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?)$",parentSchema:schema11.properties.engines.properties.kyverno.properties.exceptions.properties.namespace,data:data42};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
else {
const err70 = {instancePath:instancePath+"/engines/kyverno/exceptions/namespace",schemaPath:"#/properties/engines/properties/kyverno/properties/exceptions/properties/namespace/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.engines.properties.kyverno.properties.exceptions.properties.namespace.type,parentSchema:schema11.properties.engines.properties.kyverno.properties.exceptions.properties.namespace,data:data42};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
}
else {
const err71 = {instancePath:instancePath+"/engines/kyverno/exceptions",schemaPath:"#/properties/engines/properties/kyverno/properties/exceptions/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.engines.properties.kyverno.properties.exceptions.type,parentSchema:schema11.properties.engines.properties.kyverno.properties.exceptions,data:data40};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data38.resourceFilters !== undefined){
let data43 = data38.resourceFilters;
if((typeof data43 !== "string") && (!(Array.isArray(data43)))){
const err72 = {instancePath:instancePath+"/engines/kyverno/resourceFilters",schemaPath:"#/properties/engines/properties/kyverno/properties/resourceFilters/type",keyword:"type",params:{type: schema11.properties.engines.properties.kyverno.properties.resourceFilters.type},message:"must be string,array",schema:schema11.properties.engines.properties.kyverno.properties.resourceFilters.type,parentSchema:schema11.properties.engines.properties.kyverno.properties.resourceFilters,data:data43};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
if(typeof data43 === "string"){
if(!pattern15.test(data43)){
const err73 = {instancePath:instancePath+"/engines/kyverno/resourceFilters",schemaPath:"#/properties/engines/properties/kyverno/properties/resourceFilters/pattern",keyword:"pattern",params:{pattern: "^(installed|default)$"},message:"must match pattern \""+"^(installed|default)$"+"\"",schema:"^(installed|default)$",parentSchema:schema11.properties.engines.properties.kyverno.properties.resourceFilters,data:data43};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(Array.isArray(data43)){
const len9 = data43.length;
for(let i9=0; i9<len9; i9++){
let data44 = data43[i9];
if(typeof data44 === "string"){
if(!pattern16.test(data44)){
const err74 = {instancePath:instancePath+"/engines/kyverno/resourceFilters/" + i9,schemaPath:"#/properties/engines/properties/kyverno/properties/resourceFilters/items/pattern",keyword:"pattern",params:{pattern: "^\\[[^\\[\\],\\s]+,[^\\[\\],\\s]+,[^\\[\\],\\s]+\\]$"},message:"must match pattern \""+"^\\[[^\\[\\],\\s]+,[^\\[\\],\\s]+,[^\\[\\],\\s]+\\]$"+"\"",schema:"^\\[[^\\[\\],\\s]+,[^\\[\\],\\s]+,[^\\[\\],\\s]+\\]$",parentSchema:schema11.properties.engines.properties.kyverno.properties.resourceFilters.items,data:data44};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
else {
const err75 = {instancePath:instancePath+"/engines/kyverno/resourceFilters/" + i9,schemaPath:"#/properties/engines/properties/kyverno/properties/resourceFilters/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.engines.properties.kyverno.properties.resourceFilters.items.type,parentSchema:schema11.properties.engines.properties.kyverno.properties.resourceFilters.items,data:data44};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
}
}
}
else {
const err76 = {instancePath:instancePath+"/engines/kyverno",schemaPath:"#/properties/engines/properties/kyverno/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.engines.properties.kyverno.type,parentSchema:schema11.properties.engines.properties.kyverno,data:data38};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
}
else {
const err77 = {instancePath:instancePath+"/engines",schemaPath:"#/properties/engines/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.engines.type,parentSchema:schema11.properties.engines,data:data37};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
if(data.limits !== undefined){
let data45 = data.limits;
if(data45 && typeof data45 == "object" && !Array.isArray(data45)){
for(const key13 in data45){
if(!((key13 === "documentBytes") || (key13 === "depth"))){
const err78 = {instancePath:instancePath+"/limits",schemaPath:"#/properties/limits/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key13},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.limits,data:data45};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
if(data45.documentBytes !== undefined){
let data46 = data45.documentBytes;
if(!(((typeof data46 == "number") && (!(data46 % 1) && !isNaN(data46))) && (isFinite(data46)))){
const err79 = {instancePath:instancePath+"/limits/documentBytes",schemaPath:"#/properties/limits/properties/documentBytes/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.limits.properties.documentBytes.type,parentSchema:schema11.properties.limits.properties.documentBytes,data:data46};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
if((typeof data46 == "number") && (isFinite(data46))){
if(data46 < 1 || isNaN(data46)){
const err80 = {instancePath:instancePath+"/limits/documentBytes",schemaPath:"#/properties/limits/properties/documentBytes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.limits.properties.documentBytes,data:data46};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
}
if(data45.depth !== undefined){
let data47 = data45.depth;
if(!(((typeof data47 == "number") && (!(data47 % 1) && !isNaN(data47))) && (isFinite(data47)))){
const err81 = {instancePath:instancePath+"/limits/depth",schemaPath:"#/properties/limits/properties/depth/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.limits.properties.depth.type,parentSchema:schema11.properties.limits.properties.depth,data:data47};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
if((typeof data47 == "number") && (isFinite(data47))){
if(data47 > 1000 || isNaN(data47)){
const err82 = {instancePath:instancePath+"/limits/depth",schemaPath:"#/properties/limits/properties/depth/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema11.properties.limits.properties.depth,data:data47};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
if(data47 < 1 || isNaN(data47)){
const err83 = {instancePath:instancePath+"/limits/depth",schemaPath:"#/properties/limits/properties/depth/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.limits.properties.depth,data:data47};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
}
}
else {
const err84 = {instancePath:instancePath+"/limits",schemaPath:"#/properties/limits/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.limits.type,parentSchema:schema11.properties.limits,data:data45};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
if(data.required !== undefined){
let data48 = data.required;
if(data48 && typeof data48 == "object" && !Array.isArray(data48)){
for(const key14 in data48){
if(!(func2.call(schema11.properties.required.properties, key14))){
const err85 = {instancePath:instancePath+"/required",schemaPath:"#/properties/required/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key14},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.required,data:data48};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data48.policies !== undefined){
let data49 = data48.policies;
if(Array.isArray(data49)){
const len10 = data49.length;
for(let i10=0; i10<len10; i10++){
let data50 = data49[i10];
if((typeof data50 !== "string") && (!(data50 && typeof data50 == "object" && !Array.isArray(data50)))){
const err86 = {instancePath:instancePath+"/required/policies/" + i10,schemaPath:"#/properties/policies/items/type",keyword:"type",params:{type: schema17.items.type},message:"must be string,object",schema:schema17.items.type,parentSchema:schema17.items,data:data50};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
if(typeof data50 === "string"){
if(!pattern0.test(data50)){
const err87 = {instancePath:instancePath+"/required/policies/" + i10,schemaPath:"#/properties/policies/items/pattern",keyword:"pattern",params:{pattern: "^[^!]"},message:"must match pattern \""+"^[^!]"+"\"",schema:"^[^!]",parentSchema:schema17.items,data:data50};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
if(data50 && typeof data50 == "object" && !Array.isArray(data50)){
if(data50.bundle === undefined){
const err88 = {instancePath:instancePath+"/required/policies/" + i10,schemaPath:"#/properties/policies/items/required",keyword:"required",params:{missingProperty: "bundle"},message:"must have required property '"+"bundle"+"'",schema:schema17.items.required,parentSchema:schema17.items,data:data50};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
for(const key15 in data50){
if(!(key15 === "bundle")){
const err89 = {instancePath:instancePath+"/required/policies/" + i10,schemaPath:"#/properties/policies/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key15},message:"must NOT have additional properties",schema:false,parentSchema:schema17.items,data:data50};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
if(data50.bundle !== undefined){
let data51 = data50.bundle;
if(typeof data51 === "string"){
if(!pattern1.test(data51)){
const err90 = {instancePath:instancePath+"/required/policies/" + i10+"/bundle",schemaPath:"#/properties/policies/items/properties/bundle/pattern",keyword:"pattern",params:{pattern: "^."},message:"must match pattern \""+"^."+"\"",schema:"^.",parentSchema:schema17.items.properties.bundle,data:data51};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
else {
const err91 = {instancePath:instancePath+"/required/policies/" + i10+"/bundle",schemaPath:"#/properties/policies/items/properties/bundle/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema17.items.properties.bundle.type,parentSchema:schema17.items.properties.bundle,data:data51};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
}
}
}
else {
const err92 = {instancePath:instancePath+"/required/policies",schemaPath:"#/properties/policies/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema17.type,parentSchema:schema17,data:data49};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
if(data48.manifests !== undefined){
if(!(validate11(data48.manifests, {instancePath:instancePath+"/required/manifests",parentData:data48,parentDataProperty:"manifests",rootData}))){
vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
errors = vErrors.length;
}
}
if(data48.kubernetes !== undefined){
let data53 = data48.kubernetes;
if(typeof data53 === "string"){
if(!pattern4.test(data53)){
const err93 = {instancePath:instancePath+"/required/kubernetes",schemaPath:"#/properties/kubernetes/pattern",keyword:"pattern",params:{pattern: "^1\\.[0-9]+$"},message:"must match pattern \""+"^1\\.[0-9]+$"+"\"",schema:"^1\\.[0-9]+$",parentSchema:schema21,data:data53};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
else {
const err94 = {instancePath:instancePath+"/required/kubernetes",schemaPath:"#/properties/kubernetes/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema21.type,parentSchema:schema21,data:data53};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
if(data48.report !== undefined){
let data54 = data48.report;
if(typeof data54 !== "string"){
const err95 = {instancePath:instancePath+"/required/report",schemaPath:"#/properties/report/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.type,parentSchema:schema22,data:data54};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
if(!(((data54 === "new") || (data54 === "changed-files")) || (data54 === "all"))){
const err96 = {instancePath:instancePath+"/required/report",schemaPath:"#/properties/report/enum",keyword:"enum",params:{allowedValues: schema22.enum},message:"must be equal to one of the allowed values",schema:schema22.enum,parentSchema:schema22,data:data54};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
if(data48["fail-on"] !== undefined){
let data55 = data48["fail-on"];
if(typeof data55 !== "string"){
const err97 = {instancePath:instancePath+"/required/fail-on",schemaPath:"#/properties/fail-on/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.type,parentSchema:schema23,data:data55};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
if(!((((data55 === "enforce") || (data55 === "warn")) || (data55 === "any")) || (data55 === "none"))){
const err98 = {instancePath:instancePath+"/required/fail-on",schemaPath:"#/properties/fail-on/enum",keyword:"enum",params:{allowedValues: schema23.enum},message:"must be equal to one of the allowed values",schema:schema23.enum,parentSchema:schema23,data:data55};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
if(data48["on-unknown"] !== undefined){
let data56 = data48["on-unknown"];
if(typeof data56 !== "string"){
const err99 = {instancePath:instancePath+"/required/on-unknown",schemaPath:"#/properties/on-unknown/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema24.type,parentSchema:schema24,data:data56};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
if(!((data56 === "warn") || (data56 === "block"))){
const err100 = {instancePath:instancePath+"/required/on-unknown",schemaPath:"#/properties/on-unknown/enum",keyword:"enum",params:{allowedValues: schema24.enum},message:"must be equal to one of the allowed values",schema:schema24.enum,parentSchema:schema24,data:data56};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
if(data48.mode !== undefined){
let data57 = data48.mode;
if(typeof data57 !== "string"){
const err101 = {instancePath:instancePath+"/required/mode",schemaPath:"#/properties/mode/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema25.type,parentSchema:schema25,data:data57};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
if(!((data57 === "gate") || (data57 === "observe"))){
const err102 = {instancePath:instancePath+"/required/mode",schemaPath:"#/properties/mode/enum",keyword:"enum",params:{allowedValues: schema25.enum},message:"must be equal to one of the allowed values",schema:schema25.enum,parentSchema:schema25,data:data57};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
}
if(data48.levels !== undefined){
if(!(validate13(data48.levels, {instancePath:instancePath+"/required/levels",parentData:data48,parentDataProperty:"levels",rootData}))){
vErrors = vErrors === null ? validate13.errors : vErrors.concat(validate13.errors);
errors = vErrors.length;
}
}
if(data48.exemptions !== undefined){
let data59 = data48.exemptions;
if((typeof data59 !== "string") && (!(data59 && typeof data59 == "object" && !Array.isArray(data59)))){
const err103 = {instancePath:instancePath+"/required/exemptions",schemaPath:"#/properties/required/properties/exemptions/type",keyword:"type",params:{type: schema11.properties.required.properties.exemptions.type},message:"must be string,object",schema:schema11.properties.required.properties.exemptions.type,parentSchema:schema11.properties.required.properties.exemptions,data:data59};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
if(typeof data59 === "string"){
if(!pattern22.test(data59)){
const err104 = {instancePath:instancePath+"/required/exemptions",schemaPath:"#/properties/required/properties/exemptions/pattern",keyword:"pattern",params:{pattern: "^none$"},message:"must match pattern \""+"^none$"+"\"",schema:"^none$",parentSchema:schema11.properties.required.properties.exemptions,data:data59};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
}
if(data59 && typeof data59 == "object" && !Array.isArray(data59)){
for(const key16 in data59){
if(!((key16 === "max-days") || (key16 === "approved-by"))){
const err105 = {instancePath:instancePath+"/required/exemptions",schemaPath:"#/properties/required/properties/exemptions/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key16},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.required.properties.exemptions,data:data59};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
if(data59["max-days"] !== undefined){
let data60 = data59["max-days"];
if(!(((typeof data60 == "number") && (!(data60 % 1) && !isNaN(data60))) && (isFinite(data60)))){
const err106 = {instancePath:instancePath+"/required/exemptions/max-days",schemaPath:"#/properties/required/properties/exemptions/properties/max-days/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.required.properties.exemptions.properties["max-days"].type,parentSchema:schema11.properties.required.properties.exemptions.properties["max-days"],data:data60};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
if((typeof data60 == "number") && (isFinite(data60))){
if(data60 < 1 || isNaN(data60)){
const err107 = {instancePath:instancePath+"/required/exemptions/max-days",schemaPath:"#/properties/required/properties/exemptions/properties/max-days/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.required.properties.exemptions.properties["max-days"],data:data60};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
}
if(data59["approved-by"] !== undefined){
let data61 = data59["approved-by"];
if(typeof data61 !== "boolean"){
const err108 = {instancePath:instancePath+"/required/exemptions/approved-by",schemaPath:"#/properties/required/properties/exemptions/properties/approved-by/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.required.properties.exemptions.properties["approved-by"].type,parentSchema:schema11.properties.required.properties.exemptions.properties["approved-by"],data:data61};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
}
}
}
if(data48.cluster !== undefined){
if(!(validate15(data48.cluster, {instancePath:instancePath+"/required/cluster",parentData:data48,parentDataProperty:"cluster",rootData}))){
vErrors = vErrors === null ? validate15.errors : vErrors.concat(validate15.errors);
errors = vErrors.length;
}
}
if(data48.clusters !== undefined){
if(!(validate17(data48.clusters, {instancePath:instancePath+"/required/clusters",parentData:data48,parentDataProperty:"clusters",rootData}))){
vErrors = vErrors === null ? validate17.errors : vErrors.concat(validate17.errors);
errors = vErrors.length;
}
}
if(data48.mutations !== undefined){
let data64 = data48.mutations;
if(!(((((data64 === "enforce") || (data64 === "warn")) || (data64 === "audit")) || (data64 === "off")) || (data64 === false))){
const err109 = {instancePath:instancePath+"/required/mutations",schemaPath:"#/properties/mutations/enum",keyword:"enum",params:{allowedValues: schema32.enum},message:"must be equal to one of the allowed values",schema:schema32.enum,parentSchema:schema32,data:data64};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
if(data48.users !== undefined){
let data65 = data48.users;
if(data65 && typeof data65 == "object" && !Array.isArray(data65)){
for(const key17 in data65){
const _errs157 = errors;
if(typeof key17 === "string"){
if(!pattern9.test(key17)){
const err110 = {instancePath:instancePath+"/required/users",schemaPath:"#/properties/users/propertyNames/pattern",keyword:"pattern",params:{pattern: "^(\\*|[A-Za-z0-9][-_A-Za-z0-9]*(\\[bot\\])?)$"},message:"must match pattern \""+"^(\\*|[A-Za-z0-9][-_A-Za-z0-9]*(\\[bot\\])?)$"+"\"",schema:"^(\\*|[A-Za-z0-9][-_A-Za-z0-9]*(\\[bot\\])?)$",parentSchema:schema33.propertyNames,data:key17,propertyName:key17};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
}
var valid52 = _errs157 === errors;
if(!valid52){
const err111 = {instancePath:instancePath+"/required/users",schemaPath:"#/properties/users/propertyNames",keyword:"propertyNames",params:{propertyName: key17},message:"property name must be valid",schema:schema33.propertyNames,parentSchema:schema33,data:data65};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
for(const key18 in data65){
let data66 = data65[key18];
if(data66 && typeof data66 == "object" && !Array.isArray(data66)){
if(data66.username === undefined){
const err112 = {instancePath:instancePath+"/required/users/" + key18.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/users/additionalProperties/required",keyword:"required",params:{missingProperty: "username"},message:"must have required property '"+"username"+"'",schema:schema33.additionalProperties.required,parentSchema:schema33.additionalProperties,data:data66};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
for(const key19 in data66){
if(!((((((key19 === "username") || (key19 === "uid")) || (key19 === "groups")) || (key19 === "extra")) || (key19 === "roles")) || (key19 === "clusterRoles"))){
const err113 = {instancePath:instancePath+"/required/users/" + key18.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/users/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key19},message:"must NOT have additional properties",schema:false,parentSchema:schema33.additionalProperties,data:data66};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
if(data66.username !== undefined){
let data67 = data66.username;
if(typeof data67 === "string"){
if(!pattern1.test(data67)){
const err114 = {instancePath:instancePath+"/required/users/" + key18.replace(/~/g, "~0").replace(/\//g, "~1")+"/username",schemaPath:"#/properties/users/additionalProperties/properties/username/pattern",keyword:"pattern",params:{pattern: "^."},message:"must match pattern \""+"^."+"\"",schema:"^.",parentSchema:schema33.additionalProperties.properties.username,data:data67};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
else {
const err115 = {instancePath:instancePath+"/required/users/" + key18.replace(/~/g, "~0").replace(/\//g, "~1")+"/username",schemaPath:"#/properties/users/additionalProperties/properties/username/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.additionalProperties.properties.username.type,parentSchema:schema33.additionalProperties.properties.username,data:data67};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
if(data66.uid !== undefined){
let data68 = data66.uid;
if(typeof data68 === "string"){
if(!pattern1.test(data68)){
const err116 = {instancePath:instancePath+"/required/users/" + key18.replace(/~/g, "~0").replace(/\//g, "~1")+"/uid",schemaPath:"#/properties/users/additionalProperties/properties/uid/pattern",keyword:"pattern",params:{pattern: "^."},message:"must match pattern \""+"^."+"\"",schema:"^.",parentSchema:schema33.additionalProperties.properties.uid,data:data68};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
else {
const err117 = {instancePath:instancePath+"/required/users/" + key18.replace(/~/g, "~0").replace(/\//g, "~1")+"/uid",schemaPath:"#/properties/users/additionalProperties/properties/uid/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.additionalProperties.properties.uid.type,parentSchema:schema33.additionalProperties.properties.uid,data:data68};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
}
if(data66.groups !== undefined){
let data69 = data66.groups;
if(Array.isArray(data69)){
const len11 = data69.length;
for(let i11=0; i11<len11; i11++){
let data70 = data69[i11];
if(typeof data70 !== "string"){
const err118 = {instancePath:instancePath+"/required/users/" + key18.replace(/~/g, "~0").replace(/\//g, "~1")+"/groups/" + i11,schemaPath:"#/properties/users/additionalProperties/properties/groups/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.additionalProperties.properties.groups.items.type,parentSchema:schema33.additionalProperties.properties.groups.items,data:data70};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
}
else {
const err119 = {instancePath:instancePath+"/required/users/" + key18.replace(/~/g, "~0").replace(/\//g, "~1")+"/groups",schemaPath:"#/properties/users/additionalProperties/properties/groups/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema33.additionalProperties.properties.groups.type,parentSchema:schema33.additionalProperties.properties.groups,data:data69};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
if(data66.extra !== undefined){
let data71 = data66.extra;
if(data71 && typeof data71 == "object" && !Array.isArray(data71)){
for(const key20 in data71){
let data72 = data71[key20];
if(Array.isArray(data72)){
const len12 = data72.length;
for(let i12=0; i12<len12; i12++){
let data73 = data72[i12];
if(typeof data73 !== "string"){
const err120 = {instancePath:instancePath+"/required/users/" + key18.replace(/~/g, "~0").replace(/\//g, "~1")+"/extra/" + key20.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i12,schemaPath:"#/properties/users/additionalProperties/properties/extra/additionalProperties/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.additionalProperties.properties.extra.additionalProperties.items.type,parentSchema:schema33.additionalProperties.properties.extra.additionalProperties.items,data:data73};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
}
else {
const err121 = {instancePath:instancePath+"/required/users/" + key18.replace(/~/g, "~0").replace(/\//g, "~1")+"/extra/" + key20.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/users/additionalProperties/properties/extra/additionalProperties/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema33.additionalProperties.properties.extra.additionalProperties.type,parentSchema:schema33.additionalProperties.properties.extra.additionalProperties,data:data72};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
}
else {
const err122 = {instancePath:instancePath+"/required/users/" + key18.replace(/~/g, "~0").replace(/\//g, "~1")+"/extra",schemaPath:"#/properties/users/additionalProperties/properties/extra/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.additionalProperties.properties.extra.type,parentSchema:schema33.additionalProperties.properties.extra,data:data71};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
}
if(data66.roles !== undefined){
let data74 = data66.roles;
if(Array.isArray(data74)){
const len13 = data74.length;
for(let i13=0; i13<len13; i13++){
let data75 = data74[i13];
if(typeof data75 === "string"){
if(!pattern12.test(data75)){
const err123 = {instancePath:instancePath+"/required/users/" + key18.replace(/~/g, "~0").replace(/\//g, "~1")+"/roles/" + i13,schemaPath:"#/properties/users/additionalProperties/properties/roles/items/pattern",keyword:"pattern",params:{pattern: "^[^:]+:."},message:"must match pattern \""+"^[^:]+:."+"\"",schema:"^[^:]+:.",parentSchema:schema33.additionalProperties.properties.roles.items,data:data75};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
}
else {
const err124 = {instancePath:instancePath+"/required/users/" + key18.replace(/~/g, "~0").replace(/\//g, "~1")+"/roles/" + i13,schemaPath:"#/properties/users/additionalProperties/properties/roles/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.additionalProperties.properties.roles.items.type,parentSchema:schema33.additionalProperties.properties.roles.items,data:data75};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
}
}
else {
const err125 = {instancePath:instancePath+"/required/users/" + key18.replace(/~/g, "~0").replace(/\//g, "~1")+"/roles",schemaPath:"#/properties/users/additionalProperties/properties/roles/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema33.additionalProperties.properties.roles.type,parentSchema:schema33.additionalProperties.properties.roles,data:data74};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
}
if(data66.clusterRoles !== undefined){
let data76 = data66.clusterRoles;
if(Array.isArray(data76)){
const len14 = data76.length;
for(let i14=0; i14<len14; i14++){
let data77 = data76[i14];
if(typeof data77 !== "string"){
const err126 = {instancePath:instancePath+"/required/users/" + key18.replace(/~/g, "~0").replace(/\//g, "~1")+"/clusterRoles/" + i14,schemaPath:"#/properties/users/additionalProperties/properties/clusterRoles/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.additionalProperties.properties.clusterRoles.items.type,parentSchema:schema33.additionalProperties.properties.clusterRoles.items,data:data77};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
}
}
else {
const err127 = {instancePath:instancePath+"/required/users/" + key18.replace(/~/g, "~0").replace(/\//g, "~1")+"/clusterRoles",schemaPath:"#/properties/users/additionalProperties/properties/clusterRoles/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema33.additionalProperties.properties.clusterRoles.type,parentSchema:schema33.additionalProperties.properties.clusterRoles,data:data76};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
}
}
else {
const err128 = {instancePath:instancePath+"/required/users/" + key18.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/users/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.additionalProperties.type,parentSchema:schema33.additionalProperties,data:data66};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
}
else {
const err129 = {instancePath:instancePath+"/required/users",schemaPath:"#/properties/users/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.type,parentSchema:schema33,data:data65};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
}
if(data48.engines !== undefined){
let data78 = data48.engines;
if(data78 && typeof data78 == "object" && !Array.isArray(data78)){
for(const key21 in data78){
if(!(key21 === "kyverno")){
const err130 = {instancePath:instancePath+"/required/engines",schemaPath:"#/properties/engines/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key21},message:"must NOT have additional properties",schema:false,parentSchema:schema34,data:data78};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
}
if(data78.kyverno !== undefined){
let data79 = data78.kyverno;
if(data79 && typeof data79 == "object" && !Array.isArray(data79)){
for(const key22 in data79){
if(!(((key22 === "version") || (key22 === "exceptions")) || (key22 === "resourceFilters"))){
const err131 = {instancePath:instancePath+"/required/engines/kyverno",schemaPath:"#/properties/engines/properties/kyverno/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key22},message:"must NOT have additional properties",schema:false,parentSchema:schema34.properties.kyverno,data:data79};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
}
if(data79.version !== undefined){
let data80 = data79.version;
if(typeof data80 === "string"){
if(!pattern4.test(data80)){
const err132 = {instancePath:instancePath+"/required/engines/kyverno/version",schemaPath:"#/properties/engines/properties/kyverno/properties/version/pattern",keyword:"pattern",params:{pattern: "^1\\.[0-9]+$"},message:"must match pattern \""+"^1\\.[0-9]+$"+"\"",schema:"^1\\.[0-9]+$",parentSchema:schema34.properties.kyverno.properties.version,data:data80};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
}
else {
const err133 = {instancePath:instancePath+"/required/engines/kyverno/version",schemaPath:"#/properties/engines/properties/kyverno/properties/version/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.kyverno.properties.version.type,parentSchema:schema34.properties.kyverno.properties.version,data:data80};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
}
if(data79.exceptions !== undefined){
let data81 = data79.exceptions;
if(data81 && typeof data81 == "object" && !Array.isArray(data81)){
for(const key23 in data81){
if(!((key23 === "enabled") || (key23 === "namespace"))){
const err134 = {instancePath:instancePath+"/required/engines/kyverno/exceptions",schemaPath:"#/properties/engines/properties/kyverno/properties/exceptions/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key23},message:"must NOT have additional properties",schema:false,parentSchema:schema34.properties.kyverno.properties.exceptions,data:data81};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
}
if(data81.enabled !== undefined){
let data82 = data81.enabled;
if(typeof data82 !== "boolean"){
const err135 = {instancePath:instancePath+"/required/engines/kyverno/exceptions/enabled",schemaPath:"#/properties/engines/properties/kyverno/properties/exceptions/properties/enabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema34.properties.kyverno.properties.exceptions.properties.enabled.type,parentSchema:schema34.properties.kyverno.properties.exceptions.properties.enabled,data:data82};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
}
if(data81.namespace !== undefined){
let data83 = data81.namespace;
if(typeof data83 === "string"){
if(!pattern14.test(data83)){
const err136 = {instancePath:instancePath+"/required/engines/kyverno/exceptions/namespace",schemaPath:"#/properties/engines/properties/kyverno/properties/exceptions/properties/namespace/pattern",keyword:"pattern",params:{pattern: "^(|\\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?)$"},message:"must match pattern \""+"^(|\\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?)$"+"\"",schema:"^(|\\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?)$",parentSchema:schema34.properties.kyverno.properties.exceptions.properties.namespace,data:data83};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
}
else {
const err137 = {instancePath:instancePath+"/required/engines/kyverno/exceptions/namespace",schemaPath:"#/properties/engines/properties/kyverno/properties/exceptions/properties/namespace/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.kyverno.properties.exceptions.properties.namespace.type,parentSchema:schema34.properties.kyverno.properties.exceptions.properties.namespace,data:data83};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
}
}
else {
const err138 = {instancePath:instancePath+"/required/engines/kyverno/exceptions",schemaPath:"#/properties/engines/properties/kyverno/properties/exceptions/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.properties.kyverno.properties.exceptions.type,parentSchema:schema34.properties.kyverno.properties.exceptions,data:data81};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
}
if(data79.resourceFilters !== undefined){
let data84 = data79.resourceFilters;
if((typeof data84 !== "string") && (!(Array.isArray(data84)))){
const err139 = {instancePath:instancePath+"/required/engines/kyverno/resourceFilters",schemaPath:"#/properties/engines/properties/kyverno/properties/resourceFilters/type",keyword:"type",params:{type: schema34.properties.kyverno.properties.resourceFilters.type},message:"must be string,array",schema:schema34.properties.kyverno.properties.resourceFilters.type,parentSchema:schema34.properties.kyverno.properties.resourceFilters,data:data84};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
if(typeof data84 === "string"){
if(!pattern15.test(data84)){
const err140 = {instancePath:instancePath+"/required/engines/kyverno/resourceFilters",schemaPath:"#/properties/engines/properties/kyverno/properties/resourceFilters/pattern",keyword:"pattern",params:{pattern: "^(installed|default)$"},message:"must match pattern \""+"^(installed|default)$"+"\"",schema:"^(installed|default)$",parentSchema:schema34.properties.kyverno.properties.resourceFilters,data:data84};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
}
if(Array.isArray(data84)){
const len15 = data84.length;
for(let i15=0; i15<len15; i15++){
let data85 = data84[i15];
if(typeof data85 === "string"){
if(!pattern16.test(data85)){
const err141 = {instancePath:instancePath+"/required/engines/kyverno/resourceFilters/" + i15,schemaPath:"#/properties/engines/properties/kyverno/properties/resourceFilters/items/pattern",keyword:"pattern",params:{pattern: "^\\[[^\\[\\],\\s]+,[^\\[\\],\\s]+,[^\\[\\],\\s]+\\]$"},message:"must match pattern \""+"^\\[[^\\[\\],\\s]+,[^\\[\\],\\s]+,[^\\[\\],\\s]+\\]$"+"\"",schema:"^\\[[^\\[\\],\\s]+,[^\\[\\],\\s]+,[^\\[\\],\\s]+\\]$",parentSchema:schema34.properties.kyverno.properties.resourceFilters.items,data:data85};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
}
else {
const err142 = {instancePath:instancePath+"/required/engines/kyverno/resourceFilters/" + i15,schemaPath:"#/properties/engines/properties/kyverno/properties/resourceFilters/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.kyverno.properties.resourceFilters.items.type,parentSchema:schema34.properties.kyverno.properties.resourceFilters.items,data:data85};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
}
}
}
}
else {
const err143 = {instancePath:instancePath+"/required/engines/kyverno",schemaPath:"#/properties/engines/properties/kyverno/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.properties.kyverno.type,parentSchema:schema34.properties.kyverno,data:data79};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
}
}
else {
const err144 = {instancePath:instancePath+"/required/engines",schemaPath:"#/properties/engines/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.type,parentSchema:schema34,data:data78};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
}
if(data48.limits !== undefined){
let data86 = data48.limits;
if(data86 && typeof data86 == "object" && !Array.isArray(data86)){
for(const key24 in data86){
if(!((key24 === "documentBytes") || (key24 === "depth"))){
const err145 = {instancePath:instancePath+"/required/limits",schemaPath:"#/properties/limits/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key24},message:"must NOT have additional properties",schema:false,parentSchema:schema35,data:data86};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
}
if(data86.documentBytes !== undefined){
let data87 = data86.documentBytes;
if(!(((typeof data87 == "number") && (!(data87 % 1) && !isNaN(data87))) && (isFinite(data87)))){
const err146 = {instancePath:instancePath+"/required/limits/documentBytes",schemaPath:"#/properties/limits/properties/documentBytes/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema35.properties.documentBytes.type,parentSchema:schema35.properties.documentBytes,data:data87};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
if((typeof data87 == "number") && (isFinite(data87))){
if(data87 < 1 || isNaN(data87)){
const err147 = {instancePath:instancePath+"/required/limits/documentBytes",schemaPath:"#/properties/limits/properties/documentBytes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema35.properties.documentBytes,data:data87};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
}
}
if(data86.depth !== undefined){
let data88 = data86.depth;
if(!(((typeof data88 == "number") && (!(data88 % 1) && !isNaN(data88))) && (isFinite(data88)))){
const err148 = {instancePath:instancePath+"/required/limits/depth",schemaPath:"#/properties/limits/properties/depth/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema35.properties.depth.type,parentSchema:schema35.properties.depth,data:data88};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
if((typeof data88 == "number") && (isFinite(data88))){
if(data88 > 1000 || isNaN(data88)){
const err149 = {instancePath:instancePath+"/required/limits/depth",schemaPath:"#/properties/limits/properties/depth/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema35.properties.depth,data:data88};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
if(data88 < 1 || isNaN(data88)){
const err150 = {instancePath:instancePath+"/required/limits/depth",schemaPath:"#/properties/limits/properties/depth/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema35.properties.depth,data:data88};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
}
}
}
else {
const err151 = {instancePath:instancePath+"/required/limits",schemaPath:"#/properties/limits/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema35.type,parentSchema:schema35,data:data86};
if(vErrors === null){
vErrors = [err151];
}
else {
vErrors.push(err151);
}
errors++;
}
}
}
else {
const err152 = {instancePath:instancePath+"/required",schemaPath:"#/properties/required/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.required.type,parentSchema:schema11.properties.required,data:data48};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
}
}
else {
const err153 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err153];
}
else {
vErrors.push(err153);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}

export const validateExemptions = validate19;
const schema36 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"exemptions.schema.json","title":"Tidewaiter's exemptions","description":"`.github/tidewaiter/exemptions.yml`, read from the base branch: findings that their owners have agreed to live with for a while.","type":"object","additionalProperties":false,"properties":{"max-days":{"description":"How many days ahead the `until` of an exemption may lie.","type":"integer","minimum":1,"default":180},"exemptions":{"description":"The exemptions. A finding that two of them are about has the one that lasts longer.","type":"array","items":{"description":"What is exempted, why, and until when.","type":"object","additionalProperties":false,"required":["policy","reason","until"],"properties":{"policy":{"description":"A policy, or one rule of it: `policy` or `policy/rule`. `*` is any run of characters, `?` is one.","type":"string","pattern":"^[^/]+(/.+)?$","examples":["require-ro-rootfs"]},"kinds":{"$ref":"#/definitions/wildcards","description":"The kinds of objects; left out: all.","examples":[["Deployment"]]},"namespaces":{"$ref":"#/definitions/wildcards","description":"The namespaces of the objects; left out: all, and objects of cluster scope.","examples":[["shop-*"]]},"names":{"$ref":"#/definitions/wildcards","description":"The names of the objects; left out: all.","examples":[["legacy-*"]]},"reason":{"description":"Why its owners live with it. Every report of the finding says so.","type":"string","pattern":"\\S","examples":["The image writes to /tmp until the rewrite."]},"until":{"description":"The last day on which it holds, in UTC.","type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$","examples":["2027-03-31"]},"approved-by":{"description":"Who agreed to it. Nobody checks it: the history of the file and its code owners do.","type":"string","pattern":"\\S","examples":["octocat"]}}}}},"definitions":{"wildcards":{"type":"array","minItems":1,"items":{"description":"A name, in which `*` is any run of characters and `?` is one.","type":"string","pattern":"^.","examples":["legacy-*"]}}}};
const schema37 = {"type":"array","minItems":1,"items":{"description":"A name, in which `*` is any run of characters and `?` is one.","type":"string","pattern":"^.","examples":["legacy-*"]}};
const pattern34 = new RegExp("^[^/]+(/.+)?$", "u");
const pattern38 = new RegExp("\\S", "u");
const pattern39 = new RegExp("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "u");

function validate19(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="exemptions.schema.json" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((key0 === "max-days") || (key0 === "exemptions"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema36,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data["max-days"] !== undefined){
let data0 = data["max-days"];
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
const err1 = {instancePath:instancePath+"/max-days",schemaPath:"#/properties/max-days/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.properties["max-days"].type,parentSchema:schema36.properties["max-days"],data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 < 1 || isNaN(data0)){
const err2 = {instancePath:instancePath+"/max-days",schemaPath:"#/properties/max-days/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema36.properties["max-days"],data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
if(data.exemptions !== undefined){
let data1 = data.exemptions;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.policy === undefined){
const err3 = {instancePath:instancePath+"/exemptions/" + i0,schemaPath:"#/properties/exemptions/items/required",keyword:"required",params:{missingProperty: "policy"},message:"must have required property '"+"policy"+"'",schema:schema36.properties.exemptions.items.required,parentSchema:schema36.properties.exemptions.items,data:data2};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data2.reason === undefined){
const err4 = {instancePath:instancePath+"/exemptions/" + i0,schemaPath:"#/properties/exemptions/items/required",keyword:"required",params:{missingProperty: "reason"},message:"must have required property '"+"reason"+"'",schema:schema36.properties.exemptions.items.required,parentSchema:schema36.properties.exemptions.items,data:data2};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data2.until === undefined){
const err5 = {instancePath:instancePath+"/exemptions/" + i0,schemaPath:"#/properties/exemptions/items/required",keyword:"required",params:{missingProperty: "until"},message:"must have required property '"+"until"+"'",schema:schema36.properties.exemptions.items.required,parentSchema:schema36.properties.exemptions.items,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
for(const key1 in data2){
if(!(((((((key1 === "policy") || (key1 === "kinds")) || (key1 === "namespaces")) || (key1 === "names")) || (key1 === "reason")) || (key1 === "until")) || (key1 === "approved-by"))){
const err6 = {instancePath:instancePath+"/exemptions/" + i0,schemaPath:"#/properties/exemptions/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema36.properties.exemptions.items,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data2.policy !== undefined){
let data3 = data2.policy;
if(typeof data3 === "string"){
if(!pattern34.test(data3)){
const err7 = {instancePath:instancePath+"/exemptions/" + i0+"/policy",schemaPath:"#/properties/exemptions/items/properties/policy/pattern",keyword:"pattern",params:{pattern: "^[^/]+(/.+)?$"},message:"must match pattern \""+"^[^/]+(/.+)?$"+"\"",schema:"^[^/]+(/.+)?$",parentSchema:schema36.properties.exemptions.items.properties.policy,data:data3};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/exemptions/" + i0+"/policy",schemaPath:"#/properties/exemptions/items/properties/policy/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.exemptions.items.properties.policy.type,parentSchema:schema36.properties.exemptions.items.properties.policy,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data2.kinds !== undefined){
let data4 = data2.kinds;
if(Array.isArray(data4)){
if(data4.length < 1){
const err9 = {instancePath:instancePath+"/exemptions/" + i0+"/kinds",schemaPath:"#/definitions/wildcards/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema37,data:data4};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
const len1 = data4.length;
for(let i1=0; i1<len1; i1++){
let data5 = data4[i1];
if(typeof data5 === "string"){
if(!pattern1.test(data5)){
const err10 = {instancePath:instancePath+"/exemptions/" + i0+"/kinds/" + i1,schemaPath:"#/definitions/wildcards/items/pattern",keyword:"pattern",params:{pattern: "^."},message:"must match pattern \""+"^."+"\"",schema:"^.",parentSchema:schema37.items,data:data5};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/exemptions/" + i0+"/kinds/" + i1,schemaPath:"#/definitions/wildcards/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.items.type,parentSchema:schema37.items,data:data5};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
else {
const err12 = {instancePath:instancePath+"/exemptions/" + i0+"/kinds",schemaPath:"#/definitions/wildcards/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.type,parentSchema:schema37,data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data2.namespaces !== undefined){
let data6 = data2.namespaces;
if(Array.isArray(data6)){
if(data6.length < 1){
const err13 = {instancePath:instancePath+"/exemptions/" + i0+"/namespaces",schemaPath:"#/definitions/wildcards/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema37,data:data6};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
const len2 = data6.length;
for(let i2=0; i2<len2; i2++){
let data7 = data6[i2];
if(typeof data7 === "string"){
if(!pattern1.test(data7)){
const err14 = {instancePath:instancePath+"/exemptions/" + i0+"/namespaces/" + i2,schemaPath:"#/definitions/wildcards/items/pattern",keyword:"pattern",params:{pattern: "^."},message:"must match pattern \""+"^."+"\"",schema:"^.",parentSchema:schema37.items,data:data7};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
else {
const err15 = {instancePath:instancePath+"/exemptions/" + i0+"/namespaces/" + i2,schemaPath:"#/definitions/wildcards/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.items.type,parentSchema:schema37.items,data:data7};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
else {
const err16 = {instancePath:instancePath+"/exemptions/" + i0+"/namespaces",schemaPath:"#/definitions/wildcards/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.type,parentSchema:schema37,data:data6};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data2.names !== undefined){
let data8 = data2.names;
if(Array.isArray(data8)){
if(data8.length < 1){
const err17 = {instancePath:instancePath+"/exemptions/" + i0+"/names",schemaPath:"#/definitions/wildcards/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema37,data:data8};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
const len3 = data8.length;
for(let i3=0; i3<len3; i3++){
let data9 = data8[i3];
if(typeof data9 === "string"){
if(!pattern1.test(data9)){
const err18 = {instancePath:instancePath+"/exemptions/" + i0+"/names/" + i3,schemaPath:"#/definitions/wildcards/items/pattern",keyword:"pattern",params:{pattern: "^."},message:"must match pattern \""+"^."+"\"",schema:"^.",parentSchema:schema37.items,data:data9};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/exemptions/" + i0+"/names/" + i3,schemaPath:"#/definitions/wildcards/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.items.type,parentSchema:schema37.items,data:data9};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
else {
const err20 = {instancePath:instancePath+"/exemptions/" + i0+"/names",schemaPath:"#/definitions/wildcards/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.type,parentSchema:schema37,data:data8};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data2.reason !== undefined){
let data10 = data2.reason;
if(typeof data10 === "string"){
if(!pattern38.test(data10)){
const err21 = {instancePath:instancePath+"/exemptions/" + i0+"/reason",schemaPath:"#/properties/exemptions/items/properties/reason/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema36.properties.exemptions.items.properties.reason,data:data10};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/exemptions/" + i0+"/reason",schemaPath:"#/properties/exemptions/items/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.exemptions.items.properties.reason.type,parentSchema:schema36.properties.exemptions.items.properties.reason,data:data10};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data2.until !== undefined){
let data11 = data2.until;
if(typeof data11 === "string"){
if(!pattern39.test(data11)){
const err23 = {instancePath:instancePath+"/exemptions/" + i0+"/until",schemaPath:"#/properties/exemptions/items/properties/until/pattern",keyword:"pattern",params:{pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},message:"must match pattern \""+"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"+"\"",schema:"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",parentSchema:schema36.properties.exemptions.items.properties.until,data:data11};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
else {
const err24 = {instancePath:instancePath+"/exemptions/" + i0+"/until",schemaPath:"#/properties/exemptions/items/properties/until/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.exemptions.items.properties.until.type,parentSchema:schema36.properties.exemptions.items.properties.until,data:data11};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data2["approved-by"] !== undefined){
let data12 = data2["approved-by"];
if(typeof data12 === "string"){
if(!pattern38.test(data12)){
const err25 = {instancePath:instancePath+"/exemptions/" + i0+"/approved-by",schemaPath:"#/properties/exemptions/items/properties/approved-by/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema36.properties.exemptions.items.properties["approved-by"],data:data12};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
else {
const err26 = {instancePath:instancePath+"/exemptions/" + i0+"/approved-by",schemaPath:"#/properties/exemptions/items/properties/approved-by/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.exemptions.items.properties["approved-by"].type,parentSchema:schema36.properties.exemptions.items.properties["approved-by"],data:data12};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
else {
const err27 = {instancePath:instancePath+"/exemptions/" + i0,schemaPath:"#/properties/exemptions/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema36.properties.exemptions.items.type,parentSchema:schema36.properties.exemptions.items,data:data2};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
else {
const err28 = {instancePath:instancePath+"/exemptions",schemaPath:"#/properties/exemptions/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema36.properties.exemptions.type,parentSchema:schema36.properties.exemptions,data:data1};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
}
else {
const err29 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema36.type,parentSchema:schema36,data};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
validate19.errors = vErrors;
return errors === 0;
}
