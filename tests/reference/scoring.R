# The figures that tests/scoring compares with, worked out by R.
# Run from the repository's top: Rscript tests/reference/scoring.R > tests/reference/scoring.csv
# Needs R with the packages survey, psych and multilevel (Debian: r-cran-survey, r-cran-psych, r-cran-multilevel).
suppressMessages({library(survey); library(psych); library(multilevel)})
options(digits = 15, warn = -1)
say <- function(name, ...) for (i in seq_along(c(...)))
  cat(sprintf("%s,%d,%.12g\n", name, i, c(...)[i]))
# psych talks while it works; only the figures belong in the file
quiet_alpha <- function(...) { capture.output(r <- suppressWarnings(suppressMessages(alpha(...)))); r }
cat("name,part,value\n")

# Student's t
for (df in c(1, 2, 3, 4, 7, 11, 29, 59, 199, 999)) say(paste0("qt_", df), qt(0.975, df))

# Wilson's interval of a share: prop.test without continuity correction
for (case in list(c(0, 5), c(3, 4), c(5, 5), c(7, 12), c(11, 30)))
  say(sprintf("wilson_%d_%d", case[1], case[2]),
      as.numeric(prop.test(case[1], case[2], correct = FALSE)$conf.int))

# A mean and its standard error in a finite population, then the interval on the logit scale
fpc_case <- function(name, x, invited) {
  d <- svydesign(~1, data = data.frame(x = x), fpc = rep(invited, length(x)))
  m <- svymean(~x, d)
  mean <- as.numeric(coef(m)); se <- as.numeric(SE(m))
  p <- mean / 100; half <- qt(.975, length(x) - 1) * (se / 100) / (p * (1 - p))
  say(name, mean, se, 100 * plogis(qlogis(p) + c(-1, 1) * half))
}
fpc_case("svymean_a", c(25, 50, 75, 100, 50), 6)
fpc_case("svymean_b", c(0, 50, 75, 25, 75, 100, 50, 25, 75, 100, 0), 14)

# A paired difference
d <- c(0, 25, 25, 50, -25, 12.5)
say("paired", as.numeric(t.test(d)$conf.int))

# Cronbach's alpha of a fixed table, 60 people x 4 items: codes by a formula, so that both sides have them
n <- 60; i <- 0:(n - 1)
base <- (i * 7) %% 5
items <- data.frame(a = base, b = (base + (i %% 3 == 0)) %% 5, c = (base + 2 * (i %% 7 == 0)) %% 5,
                    d = (base + (i %% 4)) %% 5)
a <- quiet_alpha(items)
say("alpha", a$total$raw_alpha)
say("alpha_ase", a$total$ase)
holes <- items; holes$a[i %% 10 == 0] <- NA; holes$d[i %% 15 == 1] <- NA
say("alpha_listwise", quiet_alpha(na.omit(holes))$total$raw_alpha)
say("alpha_pairwise", quiet_alpha(holes, use = "pairwise")$total$raw_alpha)

# Means of respondents' items: scoreItems with missing items left out
s <- scoreItems(list(x = c("a", "b", "c", "d")), holes, missing = TRUE, impute = "none", totals = FALSE)
say("score_items", mean(s$scores[, 1]))

# Agreement inside a group, from the definitions; and by the multilevel package, whose rwg says 0 for all that is under 0
by_definition <- function(x, A) 1 - var(x) / ((A^2 - 1) / 12)
ad <- function(x) mean(abs(x - median(x)))
for (x in list(c(4,4,4,4,2,2,2,2), c(5,5,5,5,1,1,1,1), 1:5, c(4,5))) {
  group <- rep(1, length(x)); name <- paste(x, collapse = "")
  say(paste0("agree_", name), by_definition(x, 5), ad(x))
  say(paste0("multilevel_", name), rwg(x, group, ranvar = (5^2 - 1) / 12)$rwg, ad.m(x, group, type = "median")$AD.M)
}
# The intraclass correlation's own example: Shrout & Fleiss (1979), 6 targets x 4 judges; alpha is ICC(3,k)
sf <- matrix(c(9,2,5,8, 6,1,3,2, 8,4,6,8, 7,1,2,6, 10,5,6,9, 6,2,4,7), ncol = 4, byrow = TRUE)
say("shrout_fleiss", quiet_alpha(as.data.frame(sf))$total$raw_alpha)
# Cohen's kappa
x <- c(0,0,1,1,2,2,0,1,2,0); y <- c(0,1,1,1,2,0,0,1,2,2)
say("kappa", as.numeric(psych::cohen.kappa(cbind(x, y))$kappa))
