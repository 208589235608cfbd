# Time R's ways to the same means: psych::scoreItems and survey::svyby on a wide table written as CSV.
# Rscript benchmarks/scoring_peers.R table.csv [repeats]     (Debian: r-cran-psych, r-cran-survey)
# Reading the file isn't timed. Columns: study, wave, party, respondent, then three items a criterion, 9 = don't know.
suppressMessages({library(psych); library(survey)})
given <- commandArgs(TRUE)
d <- read.csv(given[1])
items <- setdiff(names(d), c("study", "wave", "party", "respondent"))
d[items][d[items] == 9] <- NA
keys <- split(items, rep(seq_len(length(items) / 3), each = 3))
names(keys) <- paste0("c", seq_along(keys))
score <- function() scoreItems(keys, d[items], missing = TRUE, impute = "none", min = 1, max = 5)$scores
means <- function(scores) {
  design <- svydesign(~1, data = cbind(d, scores), weights = ~rep(1, nrow(d)))
  for (key in names(keys))
    svyby(as.formula(paste0("~", key)), ~study + wave + party, design, svymean, na.rm = TRUE)
}
took <- replicate(if (length(given) > 1) as.integer(given[2]) else 5, {
  one <- system.time(scores <- suppressWarnings(score()))[["elapsed"]]
  c(one, system.time(means(scores))[["elapsed"]])
})
cat(sprintf("psych::scoreItems %.2f s, survey::svyby %.2f s (medians of %d)\n",
            median(took[1, ]), median(took[2, ]), ncol(took)))
