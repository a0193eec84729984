"""One logistic regression over named features, as the product reads its weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def fit_regression(
    described: Sequence[Mapping[str, float]], wanted: Sequence[bool], weights: Sequence[float] | None = None
) -> dict[str, float]:
    """The weights by the names of the features; the constant has no name.

    Args:
        described: the features of each example; what is absent is 0.
        wanted: whether each is what the regression tells.
        weights: how much each counts; all the same by default.
    """
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = DictVectorizer(sparse=False)
    table = vectorizer.fit_transform([dict(each) for each in described])
    model = LogisticRegression(max_iter=4000)
    model.fit(table, list(wanted), weights)
    names = vectorizer.get_feature_names_out()
    found = {name: round(float(weight), 4) for name, weight in zip(names, model.coef_[0], strict=True)}
    return {"": round(float(model.intercept_[0]), 4)} | found
