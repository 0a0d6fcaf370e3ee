"""What condition keys and policy variables are called in a sentence."""

from __future__ import annotations

from iamlab.engine.description.phrases import Phrase, code, say

# Names of single keys; one that ends in a slash or colon stands for all keys that begin so.
_NOUNS = {
    "aws:calledvia": "the chain of services that forwarded the request",
    "aws:calledviafirst": "the first service that forwarded the request",
    "aws:calledvialast": "the last service that forwarded the request",
    "aws:currenttime": "the time of the request",
    "aws:epochtime": "the time of the request",
    "aws:federatedprovider": "the caller's identity provider",
    "aws:multifactorauthage": "the age of the second factor in seconds",
    "aws:principalaccount": "the caller's account",
    "aws:principalarn": "the caller's ARN",
    "aws:principalorgid": "the caller's organization",
    "aws:principalorgpaths": "the caller's place in the organization",
    "aws:principalservicename": "the calling service",
    "aws:principalservicenameslist": "the list of names of the calling service",
    "aws:principaltag/": "the caller's tag",
    "aws:principaltype": "the kind of caller",
    "aws:referer": "the page that led to the request",
    "aws:requestedregion": "the Region called",
    "aws:requesttag/": "the tag in the request",
    "aws:resourceaccount": "the resource's account",
    "aws:resourceorgid": "the resource's organization",
    "aws:resourceorgpaths": "the resource's place in the organization",
    "aws:resourcetag/": "the resource's tag",
    "aws:sourceaccount": "the account behind the service's call",
    "aws:sourcearn": "the resource behind the service's call",
    "aws:sourceidentity": "the source identity",
    "aws:sourceip": "the caller's IP address",
    "aws:sourceorgid": "the organization behind the service's call",
    "aws:sourcevpc": "the VPC that the request came through",
    "aws:sourcevpce": "the VPC endpoint that the request came through",
    "aws:tagkeys": "the list of tag keys in the request",
    "aws:tokenissuetime": "the issue time of the credentials",
    "aws:useragent": "the program that the caller names",
    "aws:userid": "the caller's unique ID",
    "aws:username": "the caller's user name",
    "aws:vpcsourceip": "the caller's address inside the VPC",
    "ec2:instancetype": "the type of the instance",
    "ec2:resourcetag/": "the resource's tag",
    "iam:passedtoservice": "the service that the role is passed to",
    "iam:permissionsboundary": "the permissions boundary",
    "iam:policyarn": "the policy",
    "kms:viaservice": "the service that uses the key",
    "s3:delimiter": "the delimiter of the listing",
    "s3:existingobjecttag/": "the object's tag",
    "s3:prefix": "the prefix of the listing",
    "s3:x-amz-server-side-encryption": "the encryption asked for",
    "sts:externalid": "the external ID",
    "sts:rolesessionname": "the session name",
}

# Clauses for a key that is true, for one that is false, and for one that is false or absent. The
# first two say that the key is there.
_TRUTHS = {
    "aws:multifactorauthpresent": {
        "true": "the caller's temporary credentials were issued with a second factor",
        "false": "the caller's temporary credentials were issued without a second factor",
        "false or absent": "the caller shows no second factor",
    },
    "aws:principalisawsservice": {
        "true": "the caller is an AWS service",
        "false": "the caller is signed in and not an AWS service",
        "false or absent": "the caller is not an AWS service",
    },
    "aws:securetransport": {
        "true": "the request came over TLS",
        "false": "the request did not come over TLS",
        "false or absent": "the request did not come over TLS",
    },
    "aws:viaawsservice": {
        "true": "an AWS service forwarded the request",
        "false": "no AWS service forwarded the request",
        "false or absent": "no AWS service forwarded the request",
    },
}


def key_noun(key: str) -> str | None:
    """Return what a key is called, such as `the caller's IP address`; None for most keys."""
    lowered = key.lower()
    beginning = lowered[: lowered.find("/") + 1]
    return _NOUNS.get(lowered) or (_NOUNS.get(beginning) if beginning else None)


def key_words(key: str) -> Phrase:
    """Return a key as it stands in a sentence: its name with the key itself, or the key."""
    noun = key_noun(key)
    return say(code(key)) if noun is None else say(f"{noun} (", code(key), ")")


def truth_words(key: str, truth: str) -> str | None:
    """Return the clause for a key that is `true`, `false` or `false or absent`, if there is one."""
    return _TRUTHS.get(key.lower(), {}).get(truth)
