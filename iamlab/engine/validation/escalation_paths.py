"""Sets of actions that let somebody gain rights: 81 paths to more privileges than were granted.

They are put together from the lists that Rhino Security Labs, cloudsplaining, pathfinding.cloud,
PMapper and iam-vulnerable publish.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Escalation(Enum):
    """The four ways to more rights."""

    SELF_GRANT = "self-grant"
    OTHER_PRINCIPAL = "other principal"
    PASSED_ROLE = "passed role"
    EXISTING_RESOURCE = "existing resource"


@dataclass(frozen=True, slots=True)
class EscalationPath:
    """Actions that together are a way to more rights; `minimal` when no other path is within them.

    `note` says in a few words what else must be so, where the actions alone do not tell.
    """

    identifier: str
    group: Escalation
    actions: tuple[str, ...]
    minimal: bool
    note: str = ""


_SELF_GRANT = """
PE01 iam:AddUserToGroup
PE02 iam:AttachGroupPolicy
PE03 iam:AttachRolePolicy
PE04 iam:AttachRolePolicy iam:CreateRole
PE05 iam:AttachUserPolicy
PE06 iam:CreatePolicyVersion
PE07 iam:CreateRole iam:PutRolePolicy
PE08 iam:PutGroupPolicy
PE09 iam:PutRolePolicy
PE10 iam:PutUserPolicy
PE11 iam:SetDefaultPolicyVersion
"""

_OTHER_PRINCIPAL = """
PE12 iam:AttachRolePolicy iam:UpdateAssumeRolePolicy
PE13 iam:AttachRolePolicy sts:AssumeRole
PE14 iam:AttachUserPolicy iam:CreateAccessKey
PE15 iam:CreateAccessKey
PE16 iam:CreateAccessKey iam:DeleteAccessKey
PE17 iam:CreateAccessKey iam:PutUserPolicy
PE18 iam:CreateLoginProfile
PE19 iam:CreatePolicyVersion iam:UpdateAssumeRolePolicy
PE20 iam:CreatePolicyVersion sts:AssumeRole
PE21 iam:PutRolePolicy iam:UpdateAssumeRolePolicy
PE22 iam:PutRolePolicy sts:AssumeRole
PE23 iam:UpdateAssumeRolePolicy
PE24 iam:UpdateAssumeRolePolicy sts:AssumeRole
PE25 iam:UpdateLoginProfile
PE26 sts:AssumeRole
"""

# In every row: iam:PassRole too.
_PASSED_ROLE = """
PE27 apprunner:CreateService
PE28 autoscaling:CreateAutoScalingGroup autoscaling:CreateLaunchConfiguration
PE29 bedrock-agentcore:CreateCodeInterpreter bedrock-agentcore:InvokeCodeInterpreter
    bedrock-agentcore:StartCodeInterpreterSession
PE30 cloudformation:CreateStack
PE31 cloudformation:CreateStackInstances cloudformation:CreateStackSet
PE32 cloudformation:UpdateStack
PE33 cloudformation:UpdateStackSet
PE34 codebuild:CreateProject codebuild:StartBuild
PE35 codebuild:CreateProject codebuild:StartBuildBatch
PE36 codebuild:StartBuild codebuild:UpdateProject
PE37 codebuild:StartBuildBatch codebuild:UpdateProject
PE38 datapipeline:ActivatePipeline datapipeline:CreatePipeline
    datapipeline:PutPipelineDefinition
PE39 datapipeline:CreatePipeline
PE40 dynamodb:CreateTable dynamodb:PutItem lambda:CreateEventSourceMapping lambda:CreateFunction
PE41 ec2:AssociateIamInstanceProfile ec2:RunInstances
PE42 ec2:RequestSpotInstances
PE43 ec2:RunInstances
PE44 ec2:RunInstances iam:AddRoleToInstanceProfile iam:CreateInstanceProfile
PE45 ecs:CreateCluster ecs:CreateService ecs:RegisterTaskDefinition
PE46 ecs:CreateCluster ecs:RegisterTaskDefinition ecs:RunTask
PE47 ecs:CreateService ecs:RegisterTaskDefinition
PE48 ecs:RegisterTaskDefinition ecs:RunTask
PE49 ecs:RegisterTaskDefinition ecs:StartTask
PE50 glue:CreateDevEndpoint
PE51 glue:CreateJob glue:CreateTrigger
PE52 glue:CreateJob glue:StartJobRun
PE53 glue:CreateTrigger glue:UpdateJob
PE54 glue:StartJobRun glue:UpdateJob
PE55 lambda:AddPermission lambda:CreateFunction
PE56 lambda:CreateEventSourceMapping lambda:CreateFunction
PE57 lambda:CreateFunction
PE58 lambda:CreateFunction lambda:InvokeFunction
PE59 lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration
PE60 sagemaker:CreateNotebookInstance
PE61 sagemaker:CreateProcessingJob
PE62 sagemaker:CreateTrainingJob
"""

_EXISTING_RESOURCE = """
PE63 apprunner:UpdateService
PE64 autoscaling:CreateAutoScalingGroup
PE65 bedrock-agentcore:InvokeCodeInterpreter bedrock-agentcore:StartCodeInterpreterSession
PE66 cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet
PE67 cloudformation:UpdateStack
PE68 codebuild:StartBuild
PE69 codebuild:StartBuildBatch
PE70 ec2-instance-connect:SendSSHPublicKey ec2:DescribeInstances
PE71 ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate
PE72 ec2:ModifyInstanceAttribute ec2:StartInstances ec2:StopInstances
PE73 ecs:DescribeTasks ecs:ExecuteCommand
PE74 glue:UpdateDevEndpoint
PE75 lambda:AddPermission lambda:UpdateFunctionCode
PE76 lambda:InvokeFunction lambda:UpdateFunctionCode
PE77 lambda:UpdateFunctionCode
PE78 sagemaker:CreateNotebookInstanceLifecycleConfig sagemaker:StartNotebookInstance
    sagemaker:StopNotebookInstance sagemaker:UpdateNotebookInstance
PE79 sagemaker:CreatePresignedNotebookInstanceUrl
PE80 ssm:SendCommand
PE81 ssm:StartSession
"""

_NOTES = {
    "PE03": "the caller is that role or can assume it",
    "PE06": "the policy is a customer's and attached to the caller",
    "PE09": "the caller is that role or can assume it",
    "PE11": "an older version grants more",
    "PE16": "the user may hold two access keys already",
    "PE18": "the user has no console password yet",
    "PE23": "the role is in the same account, or `sts:AssumeRole` is granted too",
    "PE25": "the user has a console password",
    "PE26": "the role trusts the caller",
    "PE28": "Auto Scaling's service-linked role exists",
    "PE32": "the stack has no role or a weaker one",
    "PE39": "the pipeline can also be defined and activated",
    "PE44": "the role has no instance profile yet",
    "PE50": "the endpoint's address is known",
    "PE57": "something invokes the function",
    "PE60": "the notebook can be opened",
    "PE64": "a launch configuration with a strong role exists",
    "PE70": "the instance can be reached over SSH",
    "PE74": "the endpoint's address is known",
    "PE80": "the instance runs the agent of Systems Manager",
    "PE81": "the instance runs the agent of Systems Manager",
}


def _read() -> tuple[EscalationPath, ...]:
    """Make the tables ready; a row that goes on in the next line has that one indented."""
    tables = {
        Escalation.SELF_GRANT: _SELF_GRANT,
        Escalation.OTHER_PRINCIPAL: _OTHER_PRINCIPAL,
        Escalation.PASSED_ROLE: _PASSED_ROLE,
        Escalation.EXISTING_RESOURCE: _EXISTING_RESOURCE,
    }
    rows: list[tuple[str, Escalation, tuple[str, ...]]] = []
    for group, table in tables.items():
        always = ("iam:PassRole",) if group is Escalation.PASSED_ROLE else ()
        for line in table.replace("\n    ", " ").split("\n")[1:-1]:
            identifier, *actions = line.split()
            rows.append((identifier, group, (*always, *actions)))
    sets = [frozenset(actions) for _, _, actions in rows]
    return tuple(
        EscalationPath(
            identifier,
            group,
            actions,
            not any(other < frozenset(actions) for other in sets),
            _NOTES.get(identifier, ""),
        )
        for identifier, group, actions in rows
    )


ESCALATION_PATHS = _read()
ESCALATING_ACTIONS = frozenset(action for path in ESCALATION_PATHS for action in path.actions)
